"""What the board shows of the pilot; nobody is named."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import DateTimeField, Min, Value

from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.choices import LookHow
from dean06.pilots.p17_health_labour_books.models import HealthEntry, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import median
from dean06.pilots.p17_health_labour_books.selectors.labour import labour_figures

DAY_SECONDS = 24 * 3600
BOOK, SHARE = "book", ""  # beside the ways of looking
Spell = tuple[datetime, datetime, datetime | None]


def figures(days: Sequence[date]) -> dict[str, list[float]]:
    """Each indicator as of the end of each day; two questions whatever the number of days."""
    ends = [datetime.combine(day + timedelta(days=1), time(), clock.VN_TZ) for day in days]
    told = _told()
    firsts = [at for at, _, _, what in told if what == BOOK]
    shares = [(at, until, over) for at, until, over, what in told if what == SHARE]
    looks = [(at, judged, what) for at, _, judged, what in told if what in LookHow.values]
    broken = [(at, judged) for at, judged, how in looks if how == LookHow.EMERGENCY]
    return {
        "books": [float(sum(at < end for at in firsts)) for end in ends],
        "shares": [float(sum(_is_open(share, end) for share in shares)) for end in ends],
        "looks": [float(sum(at < end for at, *_ in looks)) for end in ends],
        "broken": [float(sum(at < end for at, _ in broken)) for end in ends],
        "unjudged": [float(sum(at < end and not (judged and judged < end) for at, judged in broken)) for end in ends],
        "review_days": [median(_spans(broken, end)) for end in ends],
        **labour_figures(days),
    }


def _told() -> list[tuple[datetime, datetime, datetime | None, str]]:
    """When each book began, each share and each look, in one question: begun, ends, over, which of them."""
    never = Value(None, output_field=DateTimeField())
    begun = HealthEntry.objects.values("subject").annotate(first=Min("bundle__received_at"))
    shares = HealthShare.objects.values_list("created_at", "expires_at", "withdrawn_at", Value(SHARE))
    looks = HealthLook.objects.values_list("at", "ends_at", "reviewed_at", "how")
    return list(shares.union(looks, begun.values_list("first", never, never, Value(BOOK)), all=True))


def _is_open(share: Spell, end: datetime) -> bool:
    created, expires, withdrawn = share
    instant = min(end, clock.now())
    return created < end and expires > instant and not (withdrawn and withdrawn <= instant)


def _spans(broken: list[tuple[datetime, datetime | None]], end: datetime) -> list[float]:
    """Days from breaking to judging of those judged before an instant."""
    return [(judged - at).total_seconds() / DAY_SECONDS for at, judged in broken if judged and judged < end]
