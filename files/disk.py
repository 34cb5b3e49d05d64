"""A disk that is full is told to whoever uploads, in words, and written to the log."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from core.errors import NoRoom

logger = structlog.get_logger(__name__)

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL = "服务器存储空间不足，文件没有存入。请稍后再试，或联系系统管理员。"


@contextmanager
def telling_when_full() -> Iterator[None]:
    """NoRoom instead of the system's own error; whatever was begun is the caller's to clear away."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        logger.exception("disk_is_full")
        raise NoRoom(FULL) from error
