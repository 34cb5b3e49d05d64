"""Words of the act log."""

from django.db import models


class Outcome(models.TextChoices):
    """Whether an act took place or was refused."""

    DONE = "done", "已办"
    REFUSED = "refused", "未获准"
