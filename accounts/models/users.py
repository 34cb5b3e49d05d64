"""Users and what they may do in which organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.enums import ROLE_NUMBERS, Role, role_words
from accounts.models.people import Person
from accounts.models.places import Organisation
from core.models import Period, PeriodQuerySet

if TYPE_CHECKING:
    from accounts.actors import Actor


class UserQuerySet(models.QuerySet):
    """Users, and who may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """A system administrator sees every user, who gives roles in a unit its people, anybody else themselves."""
        if actor.is_system_admin:
            return self
        if actor.gives:
            return self.of_unit(actor.organisation)
        return self.filter(pk=actor.user.pk) if actor.user else self.none()

    def of_unit(self, organisation: Organisation | None) -> Self:
        """Everybody who has a role in the unit, will have one, or had one once."""
        return self.filter(pk__in=Membership.objects.filter(organisation=organisation).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users; look-alike forms of a name (full-width letters, say) are folded into one."""

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> User:
        """A new user; without a password the account cannot sign in until one is set."""
        user: User = self.model(username=self.model.normalize_username(username), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do stands in its memberships, never here."""

    username = models.CharField(
        "用户名", max_length=60, unique=True, error_messages={"unique": "这个用户名已有人使用。"}
    )
    display_name = models.CharField("姓名", max_length=40)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="人员"
    )
    telephone = models.CharField("手机", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    session_epoch = models.PositiveIntegerField("会话期", default=0)
    created_at = models.DateTimeField("创建时间", default=timezone.now)
    tour_done_at = models.DateTimeField("收起新手引导的时间", null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Raising `session_epoch` ends every session of the user, even if the account is enabled again."""
        return salted_hmac(
            "accounts.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Membership(Period):
    """One role of a user in one organisation, from a day until (not on) another; a deputy's always has an end."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="用户")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="单位"
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    role_number = models.PositiveSmallIntegerField("角色序号", editable=False)
    is_deputy = models.BooleanField("代理", default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "单位角色"
        verbose_name_plural = "单位角色"
        ordering = ["user_id", "organisation_id", "role_number", "since"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="accounts_membership_known_role"
            ),
            models.CheckConstraint(
                condition=models.Q(is_deputy=False) | models.Q(until__isnull=False),
                name="accounts_membership_deputy_has_an_end",
                violation_error_message="代理须有结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.organisation} {self.role_words}"

    @property
    def role_words(self) -> str:
        """The role as it is shown: 填报员, or 填报员（代理）."""
        return role_words(Role(self.role), is_deputy=self.is_deputy)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derives the number that the guard against overlapping periods compares."""
        self.role_number = ROLE_NUMBERS[Role(self.role)]
        super().save(*args, **kwargs)
