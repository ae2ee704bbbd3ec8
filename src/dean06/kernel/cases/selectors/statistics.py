"""How many cases of a unit came in over days and what became of them; every number opens the cases behind it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.selectors.figures import check_unit
from dean06.kernel.cases.selectors.paging import Page, after_key, key_of
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseLine, CaseOutcome, ProcedureFigures, Statistics

PAGE = 50
DONE = Q(status__in=[Status.DECIDED, Status.HANDED_OVER])
CLOSED = Q(status__in=[Status.NOT_RECEIVED, Status.STOPPED])
OPEN = ~DONE & ~CLOSED


def statistics(actor: Actor, *, unit_code: str, first: date, last: date) -> Statistics:
    """Figures over the cases filed with a unit over days, both included. Officers see their own unit's, leaders all."""
    rows = _filed(actor, unit_code, first, last)
    counts = {one.value: Count("pk", filter=_outcome(one)) for one in CaseOutcome}
    by_procedure: Any = rows.values("procedure_code").annotate(**counts).order_by("procedure_code")
    names = dict(rows.order_by("submitted_at").values_list("procedure_code", "procedure_name"))
    by_status = rows.values_list("status").annotate(count=Count("pk")).order_by("status")
    return Statistics(
        procedures=tuple(
            ProcedureFigures(
                code=row["procedure_code"],
                name=names[row["procedure_code"]],
                counts={one: row[one.value] for one in CaseOutcome},
            )
            for row in by_procedure
        ),
        statuses=tuple((Status(status), count) for status, count in by_status),
    )


def statistics_cases(
    actor: Actor,
    *,
    unit_code: str,
    span: tuple[date, date],
    procedure: str = "",
    outcome: CaseOutcome = CaseOutcome.FILED,
    status: Status | None = None,
    after: str = "",
) -> Page[CaseLine]:
    """The cases behind one of those numbers, oldest first, without names."""
    rows = _filed(actor, unit_code, *span).filter(_outcome(outcome)).order_by("submitted_at", "pk")
    if procedure:
        rows = rows.filter(procedure_code=procedure)
    if status:
        rows = rows.filter(status=status)
    if after:
        at, pk = after_key(after)
        rows = rows.filter(submitted_at__gte=at).exclude(submitted_at=at, pk__lte=pk)
    found, now = list(rows[: PAGE + 1]), clock.now()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        items=tuple(as_line(row, now) for row in found[:PAGE]),
        after=key_of(last.submitted_at, last.pk) if last else "",
    )


def _filed(actor: Actor, unit_code: str, first: date, last: date) -> QuerySet[Case]:
    check_unit(actor, unit_code)
    begin = datetime.combine(first, time(), VN_TZ)
    end = datetime.combine(last + timedelta(days=1), time(), VN_TZ)
    return Case.objects.filter(unit_code=unit_code, submitted_at__gte=begin, submitted_at__lt=end)


def _outcome(outcome: CaseOutcome) -> Q:
    is_late = Q(is_late=True) | Q(due_at__lt=clock.now()) & ~Q(status=Status.SUPPLEMENT_ASKED)
    found = {
        CaseOutcome.FILED: Q(),
        CaseOutcome.RECEIVED: Q(received_at__isnull=False),
        CaseOutcome.ON_TIME: DONE & Q(is_late=False),
        CaseOutcome.LATE: DONE & Q(is_late=True),
        CaseOutcome.OPEN: OPEN,
        CaseOutcome.OVERDUE: OPEN & Q(ended_at__isnull=True) & is_late,
        CaseOutcome.CLOSED: CLOSED,
    }
    return found[outcome]
