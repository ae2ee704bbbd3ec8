"""How far orders of many documents have come, for officers of the unit."""

from django.db.models import Count, Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.documents.bulk_types import BulkProgress
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.models import BulkIssue, LineState
from dean06.kernel.documents.services.issuing import MAY_ISSUE
from dean06.kernel.documents.units import chain

MOST_BULKS, MOST_PROBLEMS = 50, 20


def bulk_issues(actor: Actor) -> tuple[BulkProgress, ...]:
    """Orders of the actor's unit and of those it acts for, newest first. NotPermitted for others than officers."""
    if actor.role not in MAY_ISSUE or not actor.unit_code:
        raise NotPermitted("Trang này dành cho cán bộ của đơn vị cấp giấy tờ.", code="not_an_officer")
    rows = BulkIssue.objects.filter(unit_code__in=chain(actor.unit_code, clock.today())).annotate(
        issued=Count("lines", filter=Q(lines__state=LineState.ISSUED)),
        refused=Count("lines", filter=Q(lines__state=LineState.REFUSED)),
    )
    return tuple(_progress(row) for row in rows.order_by("-asked_at")[:MOST_BULKS])


def _progress(row: BulkIssue) -> BulkProgress:
    issued, refused = getattr(row, "issued", 0), getattr(row, "refused", 0)
    wrong = row.lines.filter(state=LineState.REFUSED).order_by("position") if refused else row.lines.none()
    declared = kinds().on(row.kind, clock.local(row.asked_at).date())
    return BulkProgress(
        id=row.pk,
        kind_name=declared.name if declared else row.kind,
        unit_code=row.unit_code,
        total=row.total,
        issued=issued,
        refused=refused,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        finished_at=row.finished_at,
        problems=tuple(wrong.values_list("reference", "problem")[:MOST_PROBLEMS]),
    )
