"""Every kind of message about leading groups."""

from notifications.kinds import Kind

KINDS = (
    Kind(
        "roster_due",
        "名单待确认",
        "领导小组办公室的主任和认定登记员、本级政府的认定登记员",
        "{group}名单{since}，请核对后确认。",
    ),
    Kind(
        "roster_changed",
        "名单随任职变动",
        "岗位所在其他领导小组的办公室主任和认定登记员",
        "{post}{words}，{group}名单自{day}起随之更新。",
        only_while_open=False,
    ),
)
