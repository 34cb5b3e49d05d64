"""Every kind of message that recognition sends, in the order in which people read the list."""

from notifications.kinds import Kind

KINDS = (
    Kind(
        "round_opened",
        "批次发布",
        "可申报单位的填报员和单位管理员",
        "{office}发布“{round}”，{closes}截止申报。",
    ),
    Kind(
        "round_extended",
        "批次延期",
        "可申报单位的填报员和单位管理员",
        "“{round}”延期，{closes}截止申报。理由：{reason}",
    ),
    Kind(
        "submitted",
        "待审核推荐",
        "申报单位的单位管理员",
        "{who}提交了{town}（{level}），请审核后推荐上报。",
        urgent=True,
    ),
    Kind(
        "sent_back",
        "单位退回",
        "申报单位的填报员",
        "{town}（{level}）被本单位退回修改：{comment}",
        urgent=True,
    ),
    Kind(
        "arrived",
        "申报到达",
        "环节承办办公室的复核员和主任",
        "{applicant}的{town}（{level}）到达，请办理“{step}”。",
    ),
    Kind(
        "keyed_in",
        "纸质件已录入",
        "申报单位的填报员和单位管理员",
        "{office}已录入贵单位的{town}（{level}），纸质件{received}收到，请核对录入内容。",
    ),
    Kind("assigned", "交由您经办", "经办人", "{town}（{level}）由您经办。"),
    Kind(
        "accepted",
        "已受理",
        "申报单位的填报员和单位管理员",
        "{town}（{level}）已由{office}受理，受理编号 {number}。",
    ),
    Kind(
        "passed_on", "已上报", "申报单位的填报员和单位管理员", "{town}（{level}）已由{office}审核，报{next}。"
    ),
    Kind(
        "returned",
        "退回补正",
        "申报单位的填报员和单位管理员",
        "{town}（{level}）被{office}退回补正，共 {items} 项{due}：{comment}",
        urgent=True,
    ),
    Kind(
        "resubmitted",
        "已补正",
        "退回它的办公室的经办人",
        "{applicant}已补正{town}（{level}）{items}，请继续办理。",
    ),
    Kind(
        "withdrawn",
        "申报撤回",
        "收到它的办公室",
        "{applicant}撤回了{town}（{level}）。",
        only_while_open=False,
    ),
    Kind(
        "declined",
        "未通过",
        "申报单位的填报员和单位管理员",
        "{town}（{level}）未通过，{office}的意见：{comment}",
        only_while_open=False,
    ),
    Kind(
        "proposed",
        "待公布认定",
        "认定单位的认定登记员",
        "{office}报请认定“{title}”，请登记文号、日期后公布。",
    ),
    Kind(
        "recognised",
        "认定公布",
        "申报单位和复核办公室",
        "{town}已认定为{level}专业镇（{number}）。",
        only_while_open=False,
    ),
    Kind(
        "step_due",
        "办理期限将到",
        "环节承办办公室的经办人；没有经办人时为复核员和主任",
        "{town}（{level}）的“{step}”{due}。",
        urgent=True,
    ),
    Kind(
        "answer_due",
        "补正期限将到",
        "申报单位的填报员和单位管理员",
        "{town}（{level}）的补正（{items}）{due}，请及时重新提交。",
        urgent=True,
    ),
    Kind(
        "draft_closing",
        "申报截止提醒",
        "还有草稿的申报单位的填报员和单位管理员",
        "{town}（{level}）尚未提交，“{round}”{closes}截止。",
        urgent=True,
    ),
)

# Something is asked of whoever gets these; once the application has moved on, nobody has to read them any more.
TASKS = (
    "submitted",
    "sent_back",
    "arrived",
    "returned",
    "resubmitted",
    "proposed",
    "step_due",
    "answer_due",
    "draft_closing",
)
