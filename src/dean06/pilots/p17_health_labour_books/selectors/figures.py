"""What the board shows of the pilot, counted by the database in one question; nobody is named."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Extract

from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.choices import LookHow
from dean06.pilots.p17_health_labour_books.choices_labour import LabourSource, ProofState
from dean06.pilots.p17_health_labour_books.models import (
    HealthBundle,
    HealthLook,
    HealthShare,
    LabourEntry,
    LabourProof,
)

DAY_SECONDS = 24 * 3600
BROKEN = Q(how=LookHow.EMERGENCY)
Counted = Mapping[str, Callable[[datetime], Aggregate]]


class Median(Aggregate):
    """The middle of some numbers, None of none."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


# Each table with what is counted in it up to an instant.
COUNTED: tuple[tuple[type[Model], Counted], ...] = (
    (HealthBundle, {"books": lambda end: Count("subject", distinct=True, filter=Q(received_at__lt=end))}),
    (HealthShare, {"shares": lambda end: Count("pk", filter=_open_at(end))}),
    (
        HealthLook,
        {
            "looks": lambda end: Count("pk", filter=Q(at__lt=end)),
            "broken": lambda end: Count("pk", filter=BROKEN & Q(at__lt=end)),
            "unjudged": lambda end: Count("pk", filter=BROKEN & Q(at__lt=end) & _not_before("reviewed_at", end)),
            "review_days": lambda end: Median(_review_days(), filter=BROKEN & Q(reviewed_at__lt=end)),
        },
    ),
    (
        LabourEntry,
        {
            "labour_books": lambda end: Count("subject", distinct=True, filter=Q(added_at__lt=end)),
            "labour_confirmed": lambda end: Count("pk", filter=Q(added_at__lt=end, source=LabourSource.INSURANCE)),
        },
    ),
    (
        LabourProof,
        {"labour_proofs": lambda end: Count("pk", filter=Q(state=ProofState.ISSUED, issued_at__lt=end))},
    ),
)
WIDEST = max(len(told) for _, told in COUNTED)


def figures(days: Sequence[date]) -> dict[str, list[float]]:
    """Each indicator as of the end of each day, with one decimal."""
    ends = [datetime.combine(day + timedelta(days=1), time(), clock.VN_TZ) for day in days]
    tables = [_counted(number, model, told, ends) for number, (model, told) in enumerate(COUNTED)]
    rows: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in tables[0].union(*tables[1:], all=True)}
    return {
        code: [round(float(rows[number][place * len(ends) + nth] or 0), 1) for nth in range(len(ends))]
        for number, (_, told) in enumerate(COUNTED)
        for place, code in enumerate(told)
    }


def _counted(number: int, model: type[Model], told: Counted, ends: Sequence[datetime]) -> QuerySet[Any, Any]:
    """One row: the table's number, then what is counted, each of the days of the first, and zeros up to the widest."""
    wanted: list[Any] = [Cast(how(end), FloatField()) for how in told.values() for end in ends]
    wanted += [Value(0.0)] * ((WIDEST - len(told)) * len(ends))
    named = {f"c{place}": one for place, one in enumerate(wanted)}
    rows: QuerySet[Any, Any] = model._default_manager.order_by().annotate(which=Value(number)).values("which")
    counted: QuerySet[Any, Any] = rows.annotate(**named).values_list("which", *named)
    return counted


def _open_at(end: datetime) -> Q:
    """Whether a share made before ``end`` is in force then, or now when that comes first."""
    instant = min(end, clock.now())
    return Q(created_at__lt=end, expires_at__gt=instant) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=instant))


def _not_before(name: str, end: datetime) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": end})


def _review_days() -> Any:
    spell = ExpressionWrapper(F("reviewed_at") - F("at"), output_field=DurationField())
    return Extract(spell, "epoch") / float(DAY_SECONDS)
