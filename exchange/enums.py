"""Words of imports and exports."""

from django.db import models


class ImportState(models.TextChoices):
    """Where an import stands; what a crash must not lose, and nothing in between."""

    UPLOADED = "uploaded", "正在核对"
    FAULTY = "faulty", "有错误"
    READY = "ready", "待确认"
    CONFIRMED = "confirmed", "正在写入"
    APPLIED = "applied", "已导入"
    UNDONE = "undone", "已撤销"
    OVERTAKEN = "overtaken", "需重新核对"
    FAILED = "failed", "未能办理"
    DISCARDED = "discarded", "已放弃"
    EXPIRED = "expired", "已过期"


# A worker has to do something about these.
OPEN_IMPORTS = (ImportState.UPLOADED, ImportState.CONFIRMED)
# Nothing was written, and a person has the next word.
WAITING_IMPORTS = (ImportState.FAULTY, ImportState.READY, ImportState.OVERTAKEN)


class PageKind(models.TextChoices):
    """What the lines of a page are."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    SAME = "same", "相同"


class ExportStatus(models.TextChoices):
    """How far the file is."""

    WAITING = "waiting", "等待生成"
    RUNNING = "running", "正在生成"
    DONE = "done", "可下载"
    FAILED = "failed", "未能生成"
    EXPIRED = "expired", "已过期"


OPEN_EXPORTS = (ExportStatus.WAITING, ExportStatus.RUNNING)


class SheetFormat(models.TextChoices):
    """What kind of file."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
