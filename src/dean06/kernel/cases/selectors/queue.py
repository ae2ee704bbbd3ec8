"""What lies with an officer's unit and role: most urgent first, without names (``queue_names`` asks for those)."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, F, Q, QuerySet, Value, When

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases.models import Task
from dean06.kernel.cases.selectors.paging import Page, after_key, key_of
from dean06.kernel.cases.selectors.substitutes import stands_for
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.services.access import OFFICERS
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseLine, Holder, QueueChoice, QueueCounts

PAGE = 50
PAUSED = Q(case__status=Status.SUPPLEMENT_ASKED)
ENDED = Q(case__ended_at__isnull=False)
RUNNING = Q(case__due_at__isnull=False) & ~PAUSED & ~ENDED
# After those the clock runs for: what waits for the office's last word, for its first, and for the applicant.
LAST_WORD, FIRST_WORD, APPLICANTS = (datetime(year, 1, 1, tzinfo=VN_TZ) for year in (9997, 9998, 9999))
URGENCY = Choose(
    When(PAUSED, then=Value(APPLICANTS)),
    When(ENDED, then=Value(LAST_WORD)),
    When(RUNNING, then=F("case__due_at")),
    default=Value(FIRST_WORD),
)


def work_queue(actor: Actor, *, choice: QueueChoice, after: str = "", limit: int = PAGE) -> Page[CaseLine]:
    """A page of open work of the actor's unit and role. NotPermitted for whoever is no officer of a unit."""
    rows = chosen_tasks(actor, choice, after=after)
    size = min(limit, PAGE)
    found = list(rows[: size + 1])
    now = clock.now()
    last = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(as_line(task.case, now, task) for task in found[:size]),
        after=key_of(last.urgency, last.case_id) if last else "",
    )


def chosen_tasks(actor: Actor, choice: QueueChoice, *, after: str = "") -> QuerySet[Any]:
    """The work chosen with its cases and ``urgency``, most urgent first, from a page key on."""
    rows = _chosen(actor, choice).annotate(urgency=URGENCY)
    if after:
        at, pk = after_key(after)
        rows = rows.filter(urgency__gte=at).exclude(urgency=at, case_id__lte=pk)
    return rows.select_related("case").order_by("urgency", "case_id")


def queue_counts(actor: Actor) -> QueueCounts:
    """The figures over the queue, in one query."""
    now = clock.now()
    tonight = datetime.combine(clock.local(now).date() + timedelta(days=1), time(), VN_TZ)
    is_late = late(now)
    found = lying_with(actor).aggregate(
        total=Count("pk"),
        mine=Count("pk", filter=Q(assignee_id__in=stands_for(actor))),
        unassigned=Count("pk", filter=Q(assignee__isnull=True)),
        to_receive=Count("pk", filter=Q(case__status=Status.SUBMITTED)),
        paused=Count("pk", filter=PAUSED),
        overdue=Count("pk", filter=RUNNING & is_late),
        due_today=Count("pk", filter=RUNNING & ~is_late & Q(case__due_at__lt=tonight)),
    )
    return QueueCounts(**found)


def late(now: datetime) -> Q:
    """Past the day, or asked twice for papers (QĐ 766)."""
    return Q(case__due_at__lt=now) | Q(case__is_late=True)


def lying_with(actor: Actor) -> QuerySet[Task]:
    """Open work of the actor's unit and role. NotPermitted for whoever is no officer of a unit."""
    if actor.role not in OFFICERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của một đơn vị có hàng hồ sơ chờ xử lý.", code="no_queue")
    return Task.objects.filter(closed_at__isnull=True, unit_code=actor.unit_code, role=actor.role.value)


def _chosen(actor: Actor, choice: QueueChoice) -> QuerySet[Task]:
    rows = lying_with(actor)
    if choice.statuses:
        rows = rows.filter(case__status__in=choice.statuses)
    if choice.procedure:
        rows = rows.filter(case__procedure_code=choice.procedure)
    if choice.channel:
        rows = rows.filter(case__channel=choice.channel)
    if choice.held_by is Holder.ME:
        rows = rows.filter(assignee_id__in=stands_for(actor))
    elif choice.held_by is Holder.NOBODY:
        rows = rows.filter(assignee__isnull=True)
    if choice.due_before:
        rows = rows.filter(~PAUSED, case__due_at__lt=choice.due_before, case__ended_at__isnull=True)
    if choice.is_overdue is not None:
        is_late = late(clock.now())
        rows = rows.filter(RUNNING, is_late if choice.is_overdue else ~is_late)
    if choice.code:
        wanted = choice.code.strip().upper()
        rows = rows.filter(Q(case__code__startswith=wanted) | Q(case__code__endswith=f"-{wanted}"))
    return rows
