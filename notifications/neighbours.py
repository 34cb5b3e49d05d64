"""What apps beside this one tell people, through the port `core.news`: the kinds, and who gets them."""

from collections.abc import Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from notifications.kinds import Kind
from notifications.services import notify, notify_users

KINDS = (
    Kind(
        "file_quarantined",
        "文件被隔离",
        "上传人，以及归属单位的单位管理员或办公室主任",
        "“{file}”检出病毒（{found}），已隔离，不能下载，也不能随申报提交。请查杀后重新上传。",
        urgent=True,
        only_while_open=False,
    ),
    Kind(
        "file_damaged",
        "文件损坏",
        "系统管理员",
        "存储中的“{file}”与上传时不一致，已停止下载。请从备份恢复，或请上传单位重新上传。",
        urgent=True,
        only_while_open=False,
    ),
)
ANSWERABLE = (Role.UNIT_ADMIN, Role.OFFICE_DIRECTOR)


class Neighbours:
    """The teller that `core.news` asks for."""

    def tell_owner(
        self,
        *,
        kind: str,
        owner: Organisation,
        uploader: User,
        words: Mapping[str, str],
        key: str,
        target: Model | None = None,
    ) -> int:
        """The uploader, if still of the unit, and those who answer for it; each once."""
        url = reverse("portal:workbench")
        told = notify_users(
            kind=kind, users=[uploader], organisation=owner, words=words, url=url, target=target, key=key
        )
        return told + notify(
            kind=kind, organisation=owner, roles=ANSWERABLE, words=words, url=url, target=target, key=key
        )

    def tell_administrators(self, *, kind: str, words: Mapping[str, str], key: str) -> int:
        """In whichever unit they are administrators."""
        held = Membership.objects.at(timezone.localdate()).filter(role=Role.SYSTEM_ADMIN)
        units = Organisation.objects.filter(pk__in=held.values("organisation")).order_by("pk")
        url = reverse("portal:health")
        return sum(
            notify(kind=kind, organisation=unit, roles=[Role.SYSTEM_ADMIN], words=words, url=url, key=key)
            for unit in units
        )
