"""Cases as the platform itself works with them: for other houses' tasks and events, never for a page."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseFacts


def case_facts(actor: Actor, *, case_id: UUID) -> CaseFacts | None:
    """One case, None when there is none. NotPermitted for everybody but the platform: people read with a reason."""
    _check(actor)
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        return None
    return CaseFacts(
        id=row.pk,
        code=row.code,
        procedure_code=row.procedure_code,
        status=Status(row.status),
        unit_code=row.unit_code,
        applicant_id=row.applicant_id,
        applicant_name=row.applicant_name,
        answers=row.answers,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
    )


def cases_in(
    actor: Actor, *, procedure: str, statuses: Collection[Status], since: datetime, limit: int
) -> Sequence[UUID]:
    """Cases of a procedure in one of the statuses, filed since, the oldest first. NotPermitted as above."""
    _check(actor)
    rows = Case.objects.filter(procedure_code=procedure, status__in=statuses, submitted_at__gte=since)
    return list(rows.order_by("submitted_at").values_list("pk", flat=True)[:limit])


def _check(actor: Actor) -> None:
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống đọc hồ sơ theo cách này.", code="not_the_platform")
