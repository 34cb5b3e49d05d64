"""The first system administrator of a new installation; later ones are made on the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import services
from accounts.actors import SYSTEM
from accounts.enums import OrganisationKind, Role
from accounts.forms import UserCreateForm
from accounts.models import Organisation
from core.errors import DomainError


class Command(BaseCommand):
    """Creates the account, gives it the role in an office, and prints its one-time password."""

    help = "创建系统管理员：python manage.py create_administrator 用户名 姓名 [--office 领导小组办公室全称]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="登录用的用户名，小写字母开头")
        parser.add_argument("display_name", help="姓名")
        parser.add_argument("--office", default="", help="所在的领导小组办公室全称；不写则为省办公室")

    def handle(self, *args: Any, **options: Any) -> None:
        form = UserCreateForm({"username": options["username"], "display_name": options["display_name"]})
        if not form.is_valid():
            raise CommandError(
                "；".join(str(sentence) for found in form.errors.values() for sentence in found)
            )
        try:
            password = _create(form, _office(options["office"]))
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"用户名 {options['username']}")
        self.stdout.write(f"一次性密码 {password}（只显示这一次，首次登录须修改）")


@transaction.atomic
def _create(form: UserCreateForm, office: Organisation) -> str:
    issued = services.create_user(actor=SYSTEM, **form.cleaned_data)
    services.add_membership(
        actor=SYSTEM,
        user=issued.user,
        organisation=office,
        role=Role.SYSTEM_ADMIN,
        since=timezone.localdate(),
    )
    return issued.password


def _office(name: str) -> Organisation:
    """The office of that full name, or the one below the top government."""
    offices = Organisation.objects.active().filter(kind=OrganisationKind.OFFICE).order_by("key")
    found = offices.filter(name=name).first() if name else offices.filter(superior__superior=None).first()
    if found is None:
        raise CommandError(
            f"没有找到领导小组办公室“{name}”。"
            if name
            else "还没有省领导小组办公室，请先运行 python manage.py load_reference。"
        )
    return found
