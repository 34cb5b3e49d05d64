"""Read an official document; nothing is written (docs/commands.md).

The command moves to `policies` when that app has its first model; until then it stands with `load_reference`.
"""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import CommandParser

from core.commands import BadInput, JsonCommand
from core.errors import Invalid
from files.enums import DOCUMENT_KINDS
from files.guard import admit
from reading import policy
from reading.errors import Unreadable


class Command(JsonCommand):
    help = "读一份政策文件，列出元数据、条款、责任单位、金额和名单；结果未经确认，不写数据库。"
    usage = "python manage.py parse_policy 政策文件（.txt、.html、.docx 或 .pdf）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="政策文件：.txt、.html、.docx 或 .pdf")

    def answer(self, **options: Any) -> dict[str, Any]:
        if options["file"] is None:
            raise BadInput(f"请写明政策文件，用法：{self.usage}")
        name = str(options["file"])
        try:
            return policy.read_file(name, guarded(name)).as_dict()
        except Unreadable as error:
            raise BadInput(f"{name}：{error.sentence}") from error


def guarded(name: str) -> bytes:
    """The bytes of a file, once the guard has let it in; raises BadInput."""
    try:
        with Path(name).open("rb") as file:
            upload = File(file, name=Path(name).name)
            admit(upload, kinds=DOCUMENT_KINDS)
            upload.seek(0)
            content: bytes = upload.read()
    except Invalid as error:
        raise BadInput(f"{name}：{error}") from error
    except FileNotFoundError as error:
        raise BadInput(f"没有找到文件“{name}”。") from error
    except IsADirectoryError as error:
        raise BadInput(f"“{name}”是文件夹，请写明文件。") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"文件“{name}”无法读取，请检查文件名和权限。") from error
    return content
