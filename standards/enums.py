"""Words of the standards."""

from django.db import models


class VersionState(models.TextChoices):
    """A version is written, put out for comment, published and frozen, and in the end retired."""

    DRAFT = "draft", "征求意见稿"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"
