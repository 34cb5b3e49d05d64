"""The act log in words: one sentence part for each verb. Transitions bring their own words from `records.workflow`."""

from collections.abc import Mapping

from records import workflow

REGISTRY_ROWS: Mapping[str, str] = {
    "enterprise": "企业",
    "title": "称号",
    "brand": "品牌",
    "product": "产品",
    "technicalstandard": "技术标准",
    "platform": "公共服务平台",
    "heritage": "历史传承",
}

VERBS: Mapping[str, str] = {
    "request.refused": "请求未获准",
    "session.sign_in": "登录",
    "session.sign_out": "退出登录",
    "session.expire": "登录过期",
    "session.lock_out": "登录锁定",
    "session.verify": "验证动态口令",
    "user.create": "创建用户",
    "user.update": "修改用户资料",
    "user.disable": "停用用户",
    "user.enable": "启用用户",
    "user.unlock": "解除登录锁定",
    "user.reset_password": "重置密码",
    "user.change_password": "修改密码",
    "user.reveal_telephone": "查看完整手机号",
    "user.change_email": "修改电子邮箱",
    "user.set_messages": "修改消息设置",
    "user.close_tour": "收起新手引导",
    "user.enrol_totp": "绑定动态口令设备",
    "user.remove_totp": "解除动态口令设备",
    "membership.add": "添加单位角色",
    "membership.end": "结束单位角色",
    "membership.appoint_deputy": "安排代理",
    "membership.hand_over": "移交角色和工作",
    "organisation.create": "新建单位",
    "organisation.update": "修改单位资料",
    "organisation.move": "调整直接上级",
    "organisation.deactivate": "停用单位",
    "organisation.activate": "恢复单位",
    "organisation.add_alias": "添加单位别名",
    "organisation.remove_alias": "删除单位别名",
    "group.found": "成立领导小组",
    "group.update": "修改领导小组资料",
    "group.confirm_roster": "确认领导小组名单",
    "group.add_seat": "增设席位",
    "group.add_seats": "成批增设席位",
    "group.update_seat": "修改席位",
    "group.enter_roster": "导入领导小组名单",
    "group.end_seat": "撤销席位",
    "post.change_holder": "变更任职",
    "liaison.set": "登记联络员",
    "policyversion.read": "读入政策文件",
    "policyversion.confirm_facts": "核对文件信息",
    "policyversion.confirm_clause": "核对条文",
    "policyversion.confirm_plain": "一并核对条文",
    "policyversion.mend_clause": "修改条文",
    "policyversion.join_clause": "并入上一条",
    "policyversion.remove_clause": "删去条文",
    "policyversion.discard": "删除读入的文件",
    "policy.attach": "上传政策附件",
    "policy.detach": "移除政策附件",
    "policy.repeal": "登记政策废止",
    "policycard.save": "修改政策卡片",
    "commentperiod.set": "安排征求意见",
    "comment.send": "提出意见",
    "comment.key_in": "登记纸质意见",
    "comment.answer": "处理意见",
    "comment.reveal_telephone": "查看提意见人的完整号码",
    "target.save": "登记目标",
    "target.note_reading": "登记目标进展",
    "liaison.reveal_telephone": "查看联络员完整号码",
    "file.store": "上传文件",
    "file.discard": "弃置文件",
    "import.upload": "上传导入文件",
    "user.import": "导入用户",
    "user.undo_import": "撤销导入用户",
    "organisation.import": "导入单位",
    "organisation.undo_import": "撤销导入单位",
    "export.take": "导出列表",
    "export.request": "要求导出列表",
    "export.make": "生成导出文件",
    "export.fetch": "下载导出文件",
    "file.quarantine": "隔离染毒文件",
    "file.release": "解除文件隔离",
    "file.damage": "发现文件损坏",
    "file.mend": "文件恢复完好",
    "task_failure.settle": "搁置失败任务",
    "task_failure.run_again": "重新运行失败任务",
    "town.create": "登记专业镇",
    "town.update": "修改专业镇资料",
    "town.report_figure": "填报数据",
    "town.designate": "记录专业镇认定",
    "town.correct_designation": "更正专业镇认定",
    "revocation.propose": "提请撤销认定",
    "town.import_rows": "导入名录内容",
    "town.import_figures": "导入数据",
    "town.undo_import": "撤销导入",
    "town.declare": "声明栏目是否登记齐全",
    "figure.confirm": "确认数据",
    "figure.reject": "退回数据",
    **{
        f"{noun}.{verb}": f"{does}{words}"
        for noun, words in REGISTRY_ROWS.items()
        for verb, does in {"add": "登记", "update": "修改", "remove": "删除"}.items()
    },
    "standardversion.load": "载入认定标准",
    "application.create": "新建申报",
    "application.save": "保存申报草稿",
    "application.copy": "复制上年度内容",
    "application.delete": "删除申报草稿",
    "application.register_paper": "登记纸质申报",
    "application.correct_paper": "修改纸质件收件信息",
    "application.add_stamped_scan": "上传盖章扫描件",
    "application.close_step": "办结复核环节",
    "application.judge": "研判",
    "application.note": "写内部备注",
    "application.assign": "变更经办人",
    "application.postpone": "暂缓办理",
    "application.resume": "恢复办理",
    "application.mark": "标记补正事项",
    "application.unmark": "删除补正标记",
    "application.answer": "答复补正事项",
    "application.resolve": "核对补正事项",
    "application.accept_batch": "成批受理",
    "application.assign_batch": "成批分配经办人",
    "application.add_evidence": "添加佐证材料",
    "application.replace_evidence": "更换佐证材料",
    "application.remove_evidence": "移除佐证材料",
    "application.describe_evidence": "修改佐证材料说明",
    "application.pack": "打包下载材料",
    "round.create": "新建申报批次",
    "round.update": "修改申报批次",
    "round.delete": "删除未发布的批次",
    "round.publish": "发布申报批次",
    "round.extend": "延长申报时间",
    "decision.prepare": "拟制认定文件",
    "decision.correct": "修改拟制的认定文件",
    "decision.cancel": "撤销拟制的认定文件",
    "decision.attach_scan": "上传认定文件扫描件",
    "decision.add_erratum": "更正已公布的认定文件",
}

TASKS: Mapping[str, str] = {
    "accounts.tasks.clear_sessions": "清理过期登录",
    "files.tasks.sweep_blobs": "清理上传失败留下的文件",
    "files.tasks.check_blobs": "核对存储的文件",
    "files.tasks.scan_blob": "查杀上传的文件",
    "files.tasks.sweep_scans": "补送病毒查杀",
    "files.tasks.rescan_blobs": "病毒库更新后重新查杀",
    "files.tasks.sweep_uploads": "清理没有传完的文件",
    "records.tasks.note_heartbeat": "记录调度心跳",
    "notifications.tasks.send_digests": "发送邮件汇总",
    "notifications.tasks.sweep_messages": "清理旧消息",
    "exchange.tasks.read_import": "核对导入文件",
    "exchange.tasks.apply_import": "写入导入内容",
    "exchange.tasks.sweep_imports": "补送导入任务",
    "exchange.tasks.tidy_imports": "清理过期的导入",
    "exchange.tasks.make_export": "生成导出文件",
    "exchange.tasks.sweep_exports": "补送和清理导出",
    "applications.tasks.run_check": "条件检查",
    "applications.tasks.run_checks": "成批条件检查",
    "applications.tasks.sweep_checks": "补送条件检查",
    "applications.tasks.remind": "发送到期提醒",
    "applications.tasks.make_package": "打包材料",
    "applications.tasks.sweep_packages": "补打包和清理过期的包",
    "leadership.tasks.remind_of_rosters": "提醒确认领导小组名单",
    "standards.tasks.refresh_standings": "更新达标情况",
}

FACTS: Mapping[str, str] = {
    "day": "日期",
    "basis": "依据",
    "document": "文件",
    "evidence": "佐证材料",
    "file": "文件名",
    "files": "文件",
    "uses": "用于",
    "valid_until": "有效期至",
    "sha256": "文件摘要",
    "found": "发现的病毒",
    "engine": "查杀引擎",
    "path": "页面地址",
    "status": "答复代码",
    "due_on": "期限",
    "step": "环节",
    "criterion": "条件",
    "conclusion": "结论",
    "sheet": "第几次提交",
    "handler": "经办人",
    "until": "暂缓至",
    "done": "已办的",
    "skipped": "未办的",
    "applications": "申报",
    "number": "文号",
    "decided_on": "认定日期",
    "revoked_on": "撤销日期",
    "figure": "数据",
    "to_user": "接手人",
    "work": "转交的工作（件）",
    "row": "登记项",
    "id": "编号",
    "level": "级别",
    "changed": "改动的栏目",
    "block": "部分",
    "copied_from": "复制自",
    "signed_on": "申报单位签章日期",
    "recommended_on": "推荐盖章日期",
    "received_on": "收到日期",
    "item": "补正事项",
    "times": "第几次",
    "import": "导入编号",
    "counts": "行数",
    "digest": "内容摘要",
    "why": "原因",
    "list": "列表",
    "filter": "筛选条件",
    "format": "文件格式",
    "rows": "行数",
}


def verb_words(verb: str) -> str:
    """What was done, in Chinese; a verb that left the code long ago is shown as it stands in the log."""
    return VERBS.get(verb) or transitions().get(verb) or verb


def transitions() -> dict[str, str]:
    """The verbs that `records.workflow.perform` writes, with the words of their actions: 申报：退回补正."""
    return {
        f"{model._meta.model_name}.{name}": f"{model._meta.verbose_name}：{action.past or action.label}"
        for model, actions in workflow.registered().items()
        for name, action in actions.items()
    }


def all_verbs() -> list[tuple[str, str]]:
    """Every verb with its words, as choices of a filter."""
    return [*VERBS.items(), *transitions().items()]


def task_words(name: str) -> str:
    """What a background task does, in Chinese."""
    return TASKS.get(name, name)


def fact_words(name: str) -> str:
    """The name of a fact that an act keeps."""
    return FACTS.get(name, name)
