"""Inspections by the tracking body."""

from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.programme.models import Inspection
from dean06.programme.services import standing
from dean06.programme.services.log import record


def record_inspection(
    actor: Actor, *, assignment_id: UUID, unit_code: str, inspected_on: date, findings: str, demands: str
) -> UUID:
    """Record what was seen and demanded; returns the inspection's id."""
    task = standing.assignment(assignment_id)
    standing.require_assigner(actor, "record_inspection", "assignment", task.pk)
    if not standing.parts_of(task, unit_code, clock.today()):
        raise Invalid("Đơn vị này không được phân công trong nhiệm vụ. Hãy chọn đơn vị khác.", field="unit_code")
    if inspected_on > clock.today():
        raise Invalid("Ngày kiểm tra không thể ở tương lai.", field="inspected_on")
    if not findings.strip():
        raise Invalid("Hãy ghi kết quả kiểm tra.", field="findings")
    with transaction.atomic():
        inspection = Inspection.objects.create(
            assignment=task,
            unit_code=unit_code,
            inspected_on=inspected_on,
            findings=findings.strip(),
            demands=demands.strip(),
            recorded_at=clock.now(),
            recorded_by_id=standing.account(actor),
        )
        record(actor, "record_inspection", "inspection", inspection.pk, assignment=task.number, unit=unit_code)
    return inspection.pk
