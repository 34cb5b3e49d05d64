"""The composition root: commands that fill every app at once live here."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "平台配置"
