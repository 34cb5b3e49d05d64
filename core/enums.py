"""Words that several apps share."""

from django.db import models


class Level(models.TextChoices):
    """认定级别: the level at which a town is, or asks to be, recognised."""

    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
