"""Commands that others script against: one JSON document out; bad input ends with 2 and one Chinese sentence."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError

BAD_INPUT = 2
LARGEST_FILE = 5 * 1024 * 1024


class BadInput(Exception):
    """What was given cannot be used; the message is one Chinese sentence that says what and where."""


class JsonCommand(BaseCommand):
    """`usage` is shown when the arguments do not hold; `answer` does the work and returns the document.

    An option of ours may bear the name of one of Django's (`--version`).
    """

    usage: str
    # Others call these commands in a loop; the checks of the whole project belong to `migrate` and `check`.
    requires_system_checks: list[str] = []

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """The document, ready for JSON; raises BadInput."""
        raise NotImplementedError

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's parser, with its English complaints replaced."""
        parser = super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)
        parser.error = self._wrong_usage  # type: ignore[method-assign]
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = self.answer(**options)
        except BadInput as error:
            self._refuse(str(error))
        except (OperationalError, ProgrammingError):
            self._refuse("数据库还不能读取，请先运行 python manage.py migrate 和 load_reference。")
        self._use_utf8()
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))

    def _wrong_usage(self, message: str) -> NoReturn:
        self._refuse(f"命令的参数不对，用法：{self.usage}")

    def _refuse(self, sentence: str) -> NoReturn:
        """One line on standard error, whatever was given; nothing on standard output."""
        self._use_utf8()
        self.stderr.write("".join(each if each.isprintable() else "□" for each in sentence))
        raise SystemExit(BAD_INPUT)

    def _use_utf8(self) -> None:
        """The locale of whoever calls does not matter; streams of a test have no encoding to change."""
        for stream in (self.stdout, self.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")


def read_file(name: str) -> bytes:
    """The content of a file that was named; raises BadInput when it is not there, is no file or is too large."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise BadInput(f"没有找到文件“{name}”。") from error
    except IsADirectoryError as error:
        raise BadInput(f"“{name}”是文件夹，请写明文件。") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"文件“{name}”无法读取，请检查文件名和权限。") from error
    if len(content) > LARGEST_FILE:
        raise BadInput(f"文件“{name}”超过 5 MB，无法读取。")
    return content
