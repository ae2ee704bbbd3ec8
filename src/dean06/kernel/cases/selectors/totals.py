"""How many cases of some procedures came in and what became of them, over all units. No personal data."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import Totals

WITH_RESULT = (Status.DECIDED, Status.HANDED_OVER)


def totals(procedures: Collection[str], as_of: date) -> Totals:
    """Counts up to the end of a day. A result of after that day is none yet, so the same day gives the same numbers."""
    until = datetime.combine(as_of + timedelta(days=1), time(), VN_TZ)
    done = Q(status__in=WITH_RESULT, ended_at__lt=until)
    rows = Case.objects.filter(procedure_code__in=list(procedures), submitted_at__lt=until)
    found = rows.aggregate(
        filed=Count("pk"),
        online=Count("pk", filter=Q(channel=Channel.ONLINE)),
        done=Count("pk", filter=done),
        in_time=Count("pk", filter=done & Q(is_late=False)),
        procedures=Count("procedure_code", distinct=True),
    )
    return Totals(**found)


def filed_by_procedure(procedures: Collection[str], as_of: date) -> dict[str, int]:
    """How many came in for each up to the end of a day; those without any are left out."""
    until = datetime.combine(as_of + timedelta(days=1), time(), VN_TZ)
    rows = Case.objects.filter(procedure_code__in=list(procedures), submitted_at__lt=until)
    return dict(rows.values_list("procedure_code").annotate(count=Count("pk")).order_by("procedure_code"))
