"""Extensions: a unit asks for a later day, the assigner answers; the first deadline stays on record."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.programme.choices import DutyBasis, UnitRole, Verdict
from dean06.programme.models import Assignment, ExtensionRequest
from dean06.programme.rules.deadlines import last_allowed_day
from dean06.programme.services import deadlines, standing, verdicts
from dean06.programme.services.log import record


def request_extension(actor: Actor, *, assignment_id: UUID, unit_code: str, wanted_on: date, reason: str) -> UUID:
    """Ask for a later day; returns the request's id. Conflict while an earlier request waits."""
    task = standing.assignment(assignment_id)
    standing.require_own_unit(actor, unit_code, "request_extension", "assignment", task.pk)
    if UnitRole.LEAD not in standing.require_part(actor, task, unit_code, "request_extension"):
        raise Invalid("Chỉ đơn vị chủ trì đề nghị gia hạn được. Ông/bà hãy trao đổi với đơn vị chủ trì.")
    _check(task, wanted_on, reason)
    try:
        with transaction.atomic():
            extension = ExtensionRequest.objects.create(
                assignment=task,
                unit_code=unit_code,
                wanted_on=wanted_on,
                reason=reason.strip(),
                requested_at=clock.now(),
                requested_by_id=standing.account(actor),
            )
            record(actor, "request_extension", "extension", extension.pk, assignment=task.number, unit=unit_code)
    except IntegrityError as error:
        raise Conflict("Đơn vị đã có một đề nghị gia hạn đang chờ duyệt cho nhiệm vụ này.") from error
    return extension.pk


def judge_extension(actor: Actor, *, extension_id: UUID, verdict: Verdict, note: str) -> None:
    """Grant (a new deadline entry) or return a request. Conflict when somebody already did."""
    standing.require_assigner(actor, "judge_extension", "extension", extension_id)
    with transaction.atomic():
        extension = ExtensionRequest.objects.select_for_update().filter(pk=extension_id).first()
        if extension is None:
            raise NotFound("Không tìm thấy đề nghị gia hạn này.")
        verdicts.give(actor, extension, verdict, note)
        if verdict == Verdict.CONFIRMED:
            _grant(extension.assignment, extension.wanted_on)
        record(actor, "judge_extension", "extension", extension.pk, verdict=verdict)


def _grant(task: Assignment, wanted_on: date) -> None:
    standing.lock(task)
    due = last_allowed_day(deadlines.rule(deadlines.current(task)))
    if due is not None and due >= wanted_on:
        raise Conflict(f"Hạn hiện hành đã là {due:%d/%m/%Y}, không sớm hơn ngày đề nghị. Hãy trả lại đề nghị này.")
    deadlines.add(task, deadlines.fixed(wanted_on), DutyBasis.EXTENSION)


def _check(task: Assignment, wanted_on: date, reason: str) -> None:
    if not reason.strip():
        raise Invalid("Hãy ghi lý do đề nghị gia hạn.", field="reason")
    due = last_allowed_day(deadlines.rule(deadlines.current(task)))
    if due is None:
        raise Invalid("Nhiệm vụ này không có ngày hạn cụ thể nên không cần gia hạn.", field="wanted_on")
    if wanted_on <= max(due, clock.today()):
        raise Invalid(f"Hạn mới phải sau ngày {max(due, clock.today()):%d/%m/%Y}.", field="wanted_on")
