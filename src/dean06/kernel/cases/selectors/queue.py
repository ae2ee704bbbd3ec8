"""What lies with an officer's unit and role: most urgent first, without names (``queue_names`` asks for those)."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.prepared import Prepared
from dean06.kernel.cases.models import Case, Task
from dean06.kernel.cases.selectors.paging import Page, after_key, key_of
from dean06.kernel.cases.selectors.substitutes import stands_for
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.services.access import OFFICERS
from dean06.kernel.cases.types import CaseLine, Holder, QueueChoice, QueueCounts

PAGE = 50
# A task's urgency is the day its case is due while the clock runs, and beyond these years while it does not (0007).
NO_DAY = datetime(9997, 1, 1, tzinfo=VN_TZ)
RUNNING = Q(urgency__lt=NO_DAY)
# Columns of a case that a line needs: answers are long, and no list shows them.
COLUMNS = (
    *("id", "code", "procedure_code", "procedure_name", "channel", "unit_code", "unit_name", "status", "revision"),
    *("submitted_at", "received_at", "due_at", "promised_at", "ended_at", "is_late"),
)
LINE = ("urgency", "title", "assignee_name", *(f"case__{name}" for name in COLUMNS))
# Everything over the queue from one pass over its index; names as they were pinned last.
FIGURES = """
SELECT counted.*, (
    SELECT name FROM cases_procedureversion AS version WHERE version.code = counted.procedure_code
    ORDER BY valid_from DESC LIMIT 1
) FROM (
    SELECT procedure_code, count(*),
        count(*) FILTER (WHERE assignee_id = %(me)s OR assignee_id IN (
            SELECT away_id FROM cases_substitution WHERE substitute_id = %(me)s AND unit_code = %(unit)s
            AND role = %(role)s AND valid_from <= %(today)s AND valid_until > %(today)s)),
        count(*) FILTER (WHERE assignee_id IS NULL),
        count(*) FILTER (WHERE case_status = 1),
        count(*) FILTER (WHERE urgency < %(tonight)s AND urgency >= %(now)s AND NOT case_is_late),
        count(*) FILTER (WHERE urgency < %(now)s OR (urgency < %(no_day)s AND case_is_late)),
        count(*) FILTER (WHERE case_status = 5)
    FROM cases_task WHERE closed_at IS NULL AND unit_code = %(unit)s AND role = %(role)s GROUP BY procedure_code
) AS counted
"""


def work_queue(actor: Actor, *, choice: QueueChoice, after: str = "", limit: int = PAGE) -> Page[CaseLine]:
    """A page of open work of the actor's unit and role. NotPermitted for whoever is no officer of a unit."""
    size = min(limit, PAGE)
    if after or choice != QueueChoice():
        found = list(chosen_tasks(actor, choice, after=after).values_list(*LINE)[: size + 1])
    else:
        check_officer(actor)
        found = _first_page(size + 1)(actor.unit_code, actor.role.value)
    now = clock.now()
    lines = tuple(
        as_line(Case.from_db(None, COLUMNS, values), now, step=title, assignee=assignee)
        for _, title, assignee, *values in found[:size]
    )
    return Page(items=lines, after=key_of(found[size - 1][0], lines[-1].id) if len(found) > size else "")


@cache
def _first_page(size: int) -> Prepared:
    """The page most officers look at most of the time."""

    def lines(unit_code: str, role: str) -> QuerySet[Task, Any]:
        return _lying_with(unit_code, role).order_by("urgency", "case_id").values_list(*LINE)[:size]

    return Prepared(lines, "a unit", "a role")


def chosen_tasks(actor: Actor, choice: QueueChoice, *, after: str = "") -> QuerySet[Task]:
    """The work chosen with its cases, most urgent first, from a page key on."""
    rows = _chosen(actor, choice)
    if after:
        at, pk = after_key(after)
        rows = rows.filter(urgency__gte=at).exclude(urgency=at, case_id__lte=pk)
    return rows.select_related("case").order_by("urgency", "case_id")


def queue_counts(actor: Actor) -> QueueCounts:
    """The figures over the queue and the procedures in it, in one query."""
    check_officer(actor)
    now = clock.now()
    asked = {
        "me": actor.party_id,
        "unit": actor.unit_code,
        "role": actor.role.value,
        "today": clock.local(now).date(),
        "now": now,
        "tonight": datetime.combine(clock.local(now).date() + timedelta(days=1), time(), VN_TZ),
        "no_day": NO_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, asked)
        rows = cursor.fetchall()
    numbers = [sum(column) for column in zip(*(row[1:-1] for row in rows), strict=True)] or [0] * 7
    total, mine, unassigned, to_receive, due_today, overdue, paused = numbers
    return QueueCounts(
        total=total,
        mine=mine,
        unassigned=unassigned,
        to_receive=to_receive,
        due_today=due_today,
        overdue=overdue,
        paused=paused,
        procedures=tuple(sorted(((row[0], row[-1]) for row in rows), key=lambda pair: pair[1])),
    )


def check_officer(actor: Actor) -> None:
    """NotPermitted for whoever is no officer of a unit."""
    if actor.role not in OFFICERS or not actor.unit_code:
        raise NotPermitted("Chỉ cán bộ của một đơn vị có hàng hồ sơ chờ xử lý.", code="no_queue")


def _lying_with(unit_code: str, role: str) -> QuerySet[Task]:
    return Task.objects.filter(closed_at__isnull=True, unit_code=unit_code, role=role)


def _chosen(actor: Actor, choice: QueueChoice) -> QuerySet[Task]:
    check_officer(actor)
    rows = _lying_with(actor.unit_code, actor.role.value)
    if choice.statuses:
        rows = rows.filter(case_status__in=choice.statuses)
    if choice.procedure:
        rows = rows.filter(procedure_code=choice.procedure)
    if choice.channel:
        rows = rows.filter(case__channel=choice.channel)
    if choice.held_by is Holder.ME:
        rows = rows.filter(assignee_id__in=stands_for(actor))
    elif choice.held_by is Holder.NOBODY:
        rows = rows.filter(assignee__isnull=True)
    if choice.due_before:
        rows = rows.filter(RUNNING, urgency__lt=choice.due_before)
    if choice.is_overdue is not None:
        late = Q(urgency__lt=clock.now()) | Q(case_is_late=True)
        rows = rows.filter(RUNNING, late if choice.is_overdue else ~late)
    if choice.code:
        wanted = choice.code.strip().upper()
        rows = rows.filter(Q(case__code__startswith=wanted) | Q(case__code__endswith=f"-{wanted}"))
    return rows
