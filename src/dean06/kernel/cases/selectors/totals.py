"""How many cases of some procedures came in and what became of them, over all units. No personal data."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q

from dean06.kernel.base.actor import Entrance
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.cases.models import Case, Paper
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.reuse import Reuse
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import PaperSource

IN_VNEID = Q(channel=Channel.ONLINE, filing__entrance=Entrance.VNEID)
WITH_RESULT = (Status.DECIDED, Status.HANDED_OVER)


def totals_at(procedures: Collection[str], days: Sequence[date], kinds: Collection[str]) -> dict[str, list[int]]:
    """Cases ``filed``, of these ``online``, of these inside ``vneid`` and there at level 2 (``vneid_level_2``), or with
    a result ``in_time``, at the end of each day, in one question: by kind, one number a day.

    A result of after a day is none yet on that day, so the same day gives the same number.
    """
    counts = {
        f"{kind}_{number}": Count("pk", filter=_within(kind, day)) for kind in kinds for number, day in enumerate(days)
    }
    found = Case.objects.filter(procedure_code__in=list(procedures)).aggregate(**counts)
    return {kind: [found[f"{kind}_{number}"] for number in range(len(days))] for kind in kinds}


def _within(kind: str, day: date) -> Q:
    until = datetime.combine(day + timedelta(days=1), time(), VN_TZ)
    more = {
        "filed": Q(),
        "online": Q(channel__in=[one for one in Channel if one.is_online]),
        "vneid": IN_VNEID,
        "vneid_level_2": IN_VNEID & Q(filing__level=2),
        "in_time": Q(status__in=WITH_RESULT, ended_at__lt=until, is_late=False),
    }
    return Q(submitted_at__lt=until) & more[kind]


def papers_from_wallet(days: Sequence[date], procedures: Collection[str] | None = None) -> list[Reuse]:
    """Papers of real filings at the end of each day, of some procedures or of all: demanded, and given by the wallet.

    What is filed together shares its papers, and a paper added to once more is the same paper: each counts once.
    """
    rows = Paper.objects.all() if procedures is None else Paper.objects.filter(case__procedure_code__in=procedures)
    wallet = Q(source=PaperSource.WALLET)
    demanded = rows.values("case__filing_id", "code").annotate(
        asked_at=Min("added_at"), taken_at=Min("added_at", filter=wallet)
    )
    ends = [datetime.combine(day + timedelta(days=1), time(), VN_TZ) for day in days]
    asked = {f"asked_{number}": Count("asked_at", filter=Q(asked_at__lt=end)) for number, end in enumerate(ends)}
    taken = {f"taken_{number}": Count("taken_at", filter=Q(taken_at__lt=end)) for number, end in enumerate(ends)}
    found = demanded.aggregate(**asked, **taken)
    return [Reuse(demanded=found[f"asked_{one}"], from_wallet=found[f"taken_{one}"]) for one in range(len(ends))]


def filed_by_procedure(procedures: Collection[str], as_of: date) -> dict[str, int]:
    """How many came in for each up to the end of a day; those without any are left out."""
    until = datetime.combine(as_of + timedelta(days=1), time(), VN_TZ)
    rows = Case.objects.filter(procedure_code__in=list(procedures), submitted_at__lt=until)
    return dict(rows.values_list("procedure_code").annotate(count=Count("pk")).order_by("procedure_code"))
