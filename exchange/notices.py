"""Every kind of message about imports and exports."""

from notifications.kinds import Kind

KINDS = (
    Kind(
        "export_done",
        "导出完成",
        "导出人",
        "“{title}”已生成，24 小时内可以下载。",
        only_while_open=False,
    ),
    Kind(
        "export_failed",
        "导出未完成",
        "导出人",
        "“{title}”没有生成：{reason}",
        only_while_open=False,
    ),
)
