"""What the board shows of the pilot; nobody is named."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Min

from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.choices import LookHow
from dean06.pilots.p17_health_labour_books.models import HealthEntry, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import median

DAY_SECONDS = 24 * 3600


def figures(days: Sequence[date]) -> dict[str, list[float]]:
    """Each indicator as of the end of each day; three questions whatever the number of days."""
    ends = [datetime.combine(day + timedelta(days=1), time(), clock.VN_TZ) for day in days]
    begun = HealthEntry.objects.values("subject").annotate(first=Min("bundle__received_at"))
    firsts = list(begun.values_list("first", flat=True))
    shares = list(HealthShare.objects.values_list("created_at", "expires_at", "withdrawn_at"))
    looks = list(HealthLook.objects.values_list("at", "how", "reviewed_at"))
    broken = [(at, judged) for at, how, judged in looks if how == LookHow.EMERGENCY]
    return {
        "books": [float(sum(at < end for at in firsts)) for end in ends],
        "shares": [float(sum(_is_open(share, end) for share in shares)) for end in ends],
        "looks": [float(sum(at < end for at, *_ in looks)) for end in ends],
        "broken": [float(sum(at < end for at, _ in broken)) for end in ends],
        "unjudged": [float(sum(at < end and not (judged and judged < end) for at, judged in broken)) for end in ends],
        "review_days": [median(_spans(broken, end)) for end in ends],
    }


def _is_open(share: tuple[datetime, datetime, datetime | None], end: datetime) -> bool:
    created, expires, withdrawn = share
    instant = min(end, clock.now())
    return created < end and expires > instant and not (withdrawn and withdrawn <= instant)


def _spans(broken: list[tuple[datetime, datetime | None]], end: datetime) -> list[float]:
    """Days from breaking to judging of those judged before an instant."""
    return [(judged - at).total_seconds() / DAY_SECONDS for at, judged in broken if judged and judged < end]
