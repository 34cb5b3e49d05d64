"""Words of messages."""

from django.db import models


class Channel(models.TextChoices):
    """How a message reaches its reader; on the pages of the portal it always does."""

    SITE = "site", "站内消息"
    DIGEST = "digest", "邮件汇总"
