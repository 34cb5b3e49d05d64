"""Uploaded files: checked, kept once, in versions, handed out through doors."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from files import guards

        guards.register()
