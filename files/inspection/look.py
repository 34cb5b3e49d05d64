"""One look at the bytes of a file, by its kind."""

from collections.abc import Callable
from mmap import ACCESS_READ, mmap

from files.inspection.documents import inspect_document
from files.inspection.faults import Fault, Refused
from files.inspection.pdfs import inspect_pdf
from files.inspection.pictures import inspect_jpeg, inspect_png
from files.inspection.texts import inspect_page, inspect_table, inspect_text
from files.inspection.workbooks import inspect_workbook
from files.inspection.zips import inspect_zip

INSPECTORS: dict[str, Callable[[mmap], None]] = {
    "pdf": inspect_pdf,
    "jpeg": inspect_jpeg,
    "png": inspect_png,
    "xlsx": inspect_workbook,
    "docx": inspect_document,
    "zip": inspect_zip,
    "csv": inspect_table,
    "txt": inspect_text,
    "html": inspect_page,
}


def look(handle: int, kind: str) -> Fault | None:
    """What is wrong with the file behind an open handle, None when nothing is; never raises for what a file holds."""
    with mmap(handle, 0, access=ACCESS_READ) as data:
        try:
            INSPECTORS[kind](data)
        except Refused as refusal:
            return refusal.fault
        except MemoryError:
            return Fault.TOO_HARD
        except (ValueError, IndexError, KeyError, OverflowError, RecursionError):
            # Something that no rule here has thought of; it does not come in.
            return Fault.DAMAGED
    return None
