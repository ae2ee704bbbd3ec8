"""What the operator sees: states and counts of the machinery, never personal data."""

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from django.db import connection
from django.db.models import Count, Min
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.portal.probes import Health

WORKER_SILENT_AFTER = timedelta(seconds=60)
OUTBOX_LATE_AFTER = timedelta(minutes=5)
MANY_UNSEQUENCED = 1000
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
    jobs: tuple[tuple[str, str, int], ...]  # queue, state in words, count
    failed_jobs: tuple[tuple[str, int], ...]  # task, attempts
    dead_letters: tuple[outbox.DeadLetter, ...]
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
    unsequenced = audit.waiting()
    return Operations(
        health=(_database(), _worker(), _outbox(lag["oldest"]), _audit(unsequenced)),
        jobs=_jobs(),
        failed_jobs=tuple(
            ProcrastinateJob.objects.filter(status="failed")
            .order_by("-id")
            .values_list("task_name", "attempts")[:FAILED_SHOWN]
        ),
        dead_letters=tuple(outbox.dead_letters()),
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


def _versions() -> tuple[tuple[str, str], ...]:
    number = connection.cursor().connection.info.server_version  # 180001
    return (
        ("dean06", version("dean06")),
        ("Python", platform.python_version()),
        ("Django", version("django")),
        ("PostgreSQL", f"{number // 10000}.{number % 10000}"),
        ("Procrastinate", version("procrastinate")),
    )
