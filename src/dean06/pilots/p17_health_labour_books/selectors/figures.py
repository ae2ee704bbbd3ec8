"""What the board shows of the pilot; nobody is named."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Min, Value

from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.choices import LookHow
from dean06.pilots.p17_health_labour_books.models import HealthEntry, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import median
from dean06.pilots.p17_health_labour_books.selectors.labour import labour_figures

DAY_SECONDS = 24 * 3600
Spell = tuple[datetime, datetime, datetime | None]


def figures(days: Sequence[date]) -> dict[str, list[float]]:
    """Each indicator as of the end of each day; a handful of questions whatever the number of days."""
    ends = [datetime.combine(day + timedelta(days=1), time(), clock.VN_TZ) for day in days]
    begun = HealthEntry.objects.values("subject").annotate(first=Min("bundle__received_at"))
    firsts = list(begun.values_list("first", flat=True))
    shares, looks = _shares_and_looks()
    broken = [(at, judged) for at, how, judged in looks if how == LookHow.EMERGENCY]
    return {
        "books": [float(sum(at < end for at in firsts)) for end in ends],
        "shares": [float(sum(_is_open(share, end) for share in shares)) for end in ends],
        "looks": [float(sum(at < end for at, *_ in looks)) for end in ends],
        "broken": [float(sum(at < end for at, _ in broken)) for end in ends],
        "unjudged": [float(sum(at < end and not (judged and judged < end) for at, judged in broken)) for end in ends],
        "review_days": [median(_spans(broken, end)) for end in ends],
        **labour_figures(days),
    }


def _shares_and_looks() -> tuple[list[Spell], list[tuple[datetime, str, datetime | None]]]:
    """Both tables in one question; a share has no way of looking."""
    shares = HealthShare.objects.values_list("created_at", "expires_at", "withdrawn_at", Value(""))
    looks = HealthLook.objects.values_list("at", "ends_at", "reviewed_at", "how")
    rows = list(shares.union(looks, all=True))
    return [(at, until, over) for at, until, over, how in rows if not how], [
        (at, how, judged) for at, _, judged, how in rows if how
    ]


def _is_open(share: Spell, end: datetime) -> bool:
    created, expires, withdrawn = share
    instant = min(end, clock.now())
    return created < end and expires > instant and not (withdrawn and withdrawn <= instant)


def _spans(broken: list[tuple[datetime, datetime | None]], end: datetime) -> list[float]:
    """Days from breaking to judging of those judged before an instant."""
    return [(judged - at).total_seconds() / DAY_SECONDS for at, judged in broken if judged and judged < end]
