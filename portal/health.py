"""Whether the parts of the portal are alive: each line says 正常, 异常 or 未知, and what to do about it."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.models import Count, Min

from applications.enums import OPEN_CHECKS
from applications.models import CheckRun
from core import queue
from files import clamav, storage
from files.enums import ScanState
from files.models import Blob, BlobCheck, BlobScan
from records.models import Heartbeat, TaskFailure

# Beat is asked for a heartbeat every 30 s; three missed ones are no accident.
HEARTBEAT_LIMIT = timedelta(seconds=90)
# A check takes about a second; the sweeper sends lost ones again every 20 s.
CHECK_LIMIT = timedelta(minutes=5)
PATIENCE_SECONDS = 0.6
# Every file is read by night; so many nights without are no accident.
NIGHTS = timedelta(days=3)


class State(models.TextChoices):
    """Three values: what cannot be asked is not called broken."""

    OK = "ok", "正常"
    BAD = "bad", "异常"
    UNKNOWN = "unknown", "未知"


@dataclass(frozen=True, slots=True)
class Line:
    """One part: how it is, in words, and the cure where one is wanted."""

    name: str
    state: State
    words: str
    cure: str = ""


def database_answers() -> bool:
    """Whether the database answers at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def report(*, at: datetime) -> list[Line]:
    """Every part in the order in which they depend on each other; within three seconds even if the broker is silent."""
    broker = _broker()
    worker = _worker(broker)
    return [
        _database(),
        broker,
        worker,
        _beat(worker, at),
        _storage(),
        _soundness(at),
        _scanner(),
        _checks(at),
        _failures(),
    ]


def _database() -> Line:
    begun = time.perf_counter()
    answers = database_answers()
    took = (time.perf_counter() - begun) * 1000
    if not answers:
        return Line("数据库", State.BAD, "没有应答", "检查数据库服务和 DATABASE_URL。")
    version = ".".join(str(part) for part in connection.get_database_version())
    return Line("数据库", State.OK, f"{connection.display_name} {version}，应答 {took:.1f} 毫秒")


def _broker() -> Line:
    if queue.broker_is_alive(PATIENCE_SECONDS):
        return Line("任务队列", State.OK, "应答正常")
    words = f"{PATIENCE_SECONDS} 秒内没有应答；申报照常提交，检查稍后补做"
    return Line("任务队列", State.BAD, words, "检查 Redis（Valkey）服务和 REDIS_URL，恢复后检查会自动补送。")


def _worker(broker: Line) -> Line:
    if broker.state != State.OK:
        return Line("后台进程", State.UNKNOWN, "任务队列没有应答，无法询问", "先恢复任务队列。")
    if queue.worker_is_alive(PATIENCE_SECONDS):
        return Line("后台进程", State.OK, "应答正常")
    words = "没有应答：可能已停止，或正忙于其他任务"
    return Line("后台进程", State.BAD, words, "查看后台进程（worker）的日志；如已停止，请重新启动。")


def _beat(worker: Line, at: datetime) -> Line:
    last = Heartbeat.objects.filter(name="beat").order_by("pk").first()
    if last is not None and at - last.beaten_at < HEARTBEAT_LIMIT:
        return Line("定时调度", State.OK, f"最近一次 {_ago(at - last.beaten_at)}前")
    if worker.state != State.OK:
        return Line("定时调度", State.UNKNOWN, "心跳由后台进程代记，暂时无法判断", "先恢复后台进程。")
    words = f"已 {_ago(at - last.beaten_at)}没有心跳" if last else "还没有过心跳"
    return Line("定时调度", State.BAD, words, "查看定时调度（beat）的日志；如已停止，请重新启动。")


def _storage() -> Line:
    try:
        return Line("文件存储", State.OK, storage.condition())
    except OSError as error:
        return Line("文件存储", State.BAD, "不能写入文件，或将写满", str(error))


def _soundness(at: datetime) -> Line:
    """Every file is to be read once a night; a new one waits for its first."""
    found = BlobCheck.objects.aggregate(damaged=Count("damaged_at"), oldest=Min("checked_at"))
    if found["damaged"]:
        words = f"{found['damaged']} 个文件与上传时不一致，已停止下载"
        return Line(
            "文件完好", State.BAD, words, "按“办理记录”中的“发现文件损坏”从备份恢复，或请上传单位重新上传。"
        )
    since = at - NIGHTS
    waiting = Blob.objects.filter(stored_at__lt=since).exclude(soundness__checked_at__gte=since).count()
    if waiting:
        words = f"{waiting} 个文件超过 {NIGHTS.days} 天没有核对"
        return Line("文件完好", State.BAD, words, "查看后台进程和定时调度；文件很多时，增加后台进程数。")
    words = (
        f"没有发现损坏，最早的一次核对在 {_ago(at - found['oldest'])}前"
        if found["oldest"]
        else "还没有到核对的时间"
    )
    return Line("文件完好", State.OK, words)


def _scanner() -> Line:
    quarantined = BlobScan.objects.filter(verdict=ScanState.QUARANTINED).count()
    isolated = f"；隔离 {quarantined} 个" if quarantined else ""
    if not settings.CLAMAV_SOCKET:
        return Line("病毒查杀", State.OK, f"没有配置查杀程序，文件标为“未查杀”{isolated}")
    waiting = BlobScan.objects.filter(verdict=ScanState.PENDING).count()
    words = f"{waiting} 个文件待检{isolated}"
    try:
        engine = clamav.version(PATIENCE_SECONDS)
    except clamav.ScannerAway:
        return Line(
            "病毒查杀", State.BAD, f"没有应答，{words}", "检查 clamd 服务和 CLAMAV_SOCKET；恢复后会自动补检。"
        )
    return Line("病毒查杀", State.OK, f"{engine.partition('/')[0]} 应答正常，{words}")


def _checks(at: datetime) -> Line:
    open_checks = CheckRun.objects.filter(status__in=OPEN_CHECKS)
    found = open_checks.aggregate(number=Count("pk"), oldest=Min("requested_at"))
    if not found["number"]:
        return Line("条件检查", State.OK, "没有等待中的检查")
    waited = at - found["oldest"]
    words = f"{found['number']} 项等待中，最久的已等 {_ago(waited)}"
    if waited < CHECK_LIMIT:
        return Line("条件检查", State.OK, words)
    return Line("条件检查", State.BAD, words, "检查任务队列、后台进程和定时调度；恢复后会自动补做。")


def _failures() -> Line:
    number = TaskFailure.objects.filter(settled_at__isnull=True).count()
    if not number:
        return Line("失败任务", State.OK, "没有待处理的失败任务")
    return Line("失败任务", State.BAD, f"{number} 项待处理", "到“失败任务”页面重新运行或搁置。")


def _ago(period: timedelta) -> str:
    seconds = max(0, int(period.total_seconds()))
    if seconds < 120:
        return f"{seconds} 秒"
    minutes = seconds // 60
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"
