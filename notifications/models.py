"""Messages to people, which are the outbox of the daily mail as well; what each person wants mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from notifications.kinds import LONGEST_SENTENCE, is_urgent, title_of

if TYPE_CHECKING:
    from accounts.actors import Actor


class MessageQuerySet(models.QuerySet):
    """Messages, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, for whichever unit they came."""
        return self.filter(user=actor.user) if actor.user else self.none()

    def unread(self) -> Self:
        """Messages that nobody has opened yet."""
        return self.filter(read_at__isnull=True)

    def waiting(self) -> Self:
        """The outbox of the daily mail: neither read nor mailed."""
        return self.unread().filter(digested_at__isnull=True)

    def about(self, target: models.Model) -> Self:
        """Everything that was said about one row."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Message(models.Model):
    """One sentence to one person about the business of one unit, and where to go."""

    kind = models.CharField("种类", max_length=60)
    user = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name="收件人")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="messages", verbose_name="所为单位"
    )
    target_type = models.CharField("对象类型", max_length=60, blank=True)
    target_id = models.CharField("对象编号", max_length=40, blank=True)
    words = models.CharField("内容", max_length=LONGEST_SENTENCE)
    url = models.CharField("页面地址", max_length=200)
    key = models.CharField("去重键", max_length=120, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    digested_at = models.DateTimeField("邮件汇总时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_message_of_user"),
            # The number in every page's header, and the outbox.
            models.Index(
                fields=["user", "-id"],
                name="notifications_message_unread",
                condition=Q(read_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~Q(key=""), name="notifications_message_one_a_key"
            ),
            # A reader is never sent to somebody else's site.
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//") & ~Q(url__startswith="/\\"),
                name="notifications_message_local_address",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def title(self) -> str:
        """What its kind is called."""
        return title_of(self.kind)

    @property
    def is_urgent(self) -> bool:
        """Whether it presses."""
        return is_urgent(self.kind)


class Preference(models.Model):
    """Whether one person wants one kind of message in the daily mail; without a row it is wanted."""

    user = models.ForeignKey(User, models.CASCADE, related_name="message_preferences", verbose_name="用户")
    kind = models.CharField("种类", max_length=60)
    in_digest = models.BooleanField("邮件汇总", default=True)

    class Meta:
        verbose_name = "消息设置"
        verbose_name_plural = "消息设置"
        ordering = ["user_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notifications_preference_one_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}：{title_of(self.kind)}"


class Digest(models.Model):
    """The mail of one person on one day: its row is what keeps a second worker from mailing again."""

    user = models.ForeignKey(User, models.PROTECT, related_name="digests", verbose_name="收件人")
    day = models.DateField("日期")
    sent_at = models.DateTimeField("发送时间", default=timezone.now)
    message_count = models.PositiveIntegerField("消息条数")

    class Meta:
        verbose_name = "邮件汇总"
        verbose_name_plural = "邮件汇总"
        ordering = ["-day", "user_id"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="notifications_digest_one_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day:%Y-%m-%d}"
