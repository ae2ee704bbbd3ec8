"""What the operator sees: states and counts of the machinery, never personal data."""

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from django.db import connection
from django.db.models import Count, Min
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.types import Alarm, WitnessState
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.messaging import api as messaging
from dean06.portal.probes import Health
from dean06.ui.formats import moment, number

WORKER_SILENT_AFTER = timedelta(seconds=60)
OUTBOX_LATE_AFTER = timedelta(minutes=5)
MANY_UNSEQUENCED = 1000
WITNESS_LATE_AFTER = timedelta(minutes=15)
FAILED_SHOWN = 20

JOB_STATES = {
    "todo": "đang chờ",
    "doing": "đang chạy",
    "succeeded": "xong",
    "failed": "lỗi",
    "cancelled": "đã huỷ",
    "aborting": "đang dừng",
    "aborted": "đã dừng",
}


@dataclass(frozen=True, kw_only=True)
class Operations:
    """All figures of the operator's page."""

    health: tuple[Health, ...]
    alarm: Alarm | None  # the witness of the log contradicts it
    jobs: tuple[tuple[str, str, int], ...]  # queue, state in words, count
    failed_jobs: tuple[tuple[str, int], ...]  # task, attempts
    dead_letters: tuple[outbox.DeadLetter, ...]
    lost_messages: int  # told to nobody outside the inbox in the last day
    outbox_waiting: int
    oldest_waiting: datetime | None
    unsequenced: int
    versions: tuple[tuple[str, str], ...]


def operations(actor: Actor) -> Operations:
    """The state of the machinery now. For operators."""
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Trang này dành cho người vận hành hệ thống.")
    waiting = OutboxMessage.objects.filter(state__in=[OutboxState.PENDING, OutboxState.SENDING])
    lag = waiting.aggregate(count=Count("id"), oldest=Min("created_at"))
    unsequenced, witness = audit.waiting(), audit.witness_state()
    return Operations(
        health=(_database(), _worker(), _outbox(lag["oldest"]), _audit(unsequenced), _witness(witness)),
        alarm=witness.alarm,
        jobs=_jobs(),
        failed_jobs=tuple(
            ProcrastinateJob.objects.filter(status="failed")
            .order_by("-id")
            .values_list("task_name", "attempts")[:FAILED_SHOWN]
        ),
        dead_letters=tuple(outbox.dead_letters()),
        lost_messages=messaging.lost_in_a_day(),
        outbox_waiting=lag["count"],
        oldest_waiting=lag["oldest"],
        unsequenced=unsequenced,
        versions=_versions(),
    )


def _jobs() -> tuple[tuple[str, str, int], ...]:
    rows = ProcrastinateJob.objects.values_list("queue_name", "status").annotate(count=Count("id"))
    return tuple(
        (queue, JOB_STATES.get(state, state), count) for queue, state, count in rows.order_by("queue_name", "status")
    )


def _database() -> Health:
    with connection.cursor() as cursor:
        cursor.execute("select pg_size_pretty(pg_database_size(current_database())), count(*) from pg_stat_activity")
        size, connections = cursor.fetchone()
    return Health(name="Dung lượng dữ liệu", is_ok=True, note=f"{size}, {connections} kết nối")


def _worker() -> Health:
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    is_ok = newest is not None and clock.now() - newest < WORKER_SILENT_AFTER
    note = "" if is_ok else "Không có tiến trình xử lý nền nào đang chạy. Chạy: dean06 worker"
    return Health(name="Xử lý nền", is_ok=is_ok, note=note)


def _outbox(oldest: datetime | None) -> Health:
    is_ok = oldest is None or clock.now() - oldest < OUTBOX_LATE_AFTER
    return Health(
        name="Hàng đợi gửi",
        is_ok=is_ok,
        note="" if is_ok else "Có tin chờ quá lâu. Kiểm tra xử lý nền và danh sách bên dưới.",
    )


def _audit(unsequenced: int) -> Health:
    is_ok = unsequenced < MANY_UNSEQUENCED
    return Health(name="Nhật ký kiểm toán", is_ok=is_ok, note=f"{unsequenced} bản ghi chờ xếp vào cây")


def _witness(state: WitnessState) -> Health:
    """Whether a second party keeps signing the log. Without one nothing is broken, but the page says it."""
    name = "Bên làm chứng nhật ký"
    if state.alarm:
        return Health(name=name, is_ok=False, note="Bên làm chứng nhớ một nhật ký khác. Xem báo động ở đầu trang.")
    if state.problem:
        return Health(name=name, is_ok=False, note=state.problem)
    if not state.title:
        return Health(name=name, is_ok=True, note="Chưa cử. Nhật ký chỉ có chữ ký của chính hệ thống này.")
    is_late = state.waiting_since is not None and clock.now() - state.waiting_since > WITNESS_LATE_AFTER
    note = f"{state.title} chưa ký mốc nào."
    if state.confirmed:
        note = f"{state.title} ký mốc {number(state.confirmed.size)} bản ghi lúc {moment(state.confirmed_at)}."
    why = " Mốc mới chờ quá lâu: xem dòng audit.witness trong nhật ký của dean06 worker." if is_late else ""
    return Health(name=name, is_ok=not is_late, note=note + why)


def _versions() -> tuple[tuple[str, str], ...]:
    server = connection.cursor().connection.info.server_version  # 180001
    return (
        ("dean06", version("dean06")),
        ("Python", platform.python_version()),
        ("Django", version("django")),
        ("PostgreSQL", f"{server // 10000}.{server % 10000}"),
        ("Procrastinate", version("procrastinate")),
    )
