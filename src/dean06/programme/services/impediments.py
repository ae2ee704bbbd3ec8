"""Difficulties: raised by a unit, owned by the unit that must answer, settled by an answer."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.models import Impediment, ImpedimentAnswer
from dean06.programme.rules import authority
from dean06.programme.rules.tracking import tracking_unit
from dean06.programme.services import standing
from dean06.programme.services.log import record, refuse


def raise_impediment(
    actor: Actor, *, assignment_id: UUID, unit_code: str, text: str, owner_unit_code: str = ""
) -> UUID:
    """Raise a difficulty; without an owner it goes to the tracking body, as the dispatch orders. Returns its id."""
    task = standing.assignment(assignment_id)
    standing.require_own_unit(actor, unit_code, "raise_impediment", "assignment", task.pk)
    standing.require_part(actor, task, unit_code, "raise_impediment")
    if not text.strip():
        raise Invalid("Hãy mô tả khó khăn, vướng mắc.", field="text")
    if owner_unit_code and not parties.exists(owner_unit_code, clock.today()):
        raise Invalid("Hãy chọn lại đơn vị cần trả lời.", field="owner_unit_code")
    with transaction.atomic():
        impediment = Impediment.objects.create(
            assignment=task,
            unit_code=unit_code,
            owner_unit_code=owner_unit_code or tracking_unit(clock.today()),
            text=text.strip(),
            raised_at=clock.now(),
            raised_by_id=standing.account(actor),
        )
        record(actor, "raise_impediment", "impediment", impediment.pk, assignment=task.number, unit=unit_code)
    return impediment.pk


def answer_impediment(actor: Actor, *, impediment_id: UUID, text: str, settles: bool) -> UUID:
    """Answer a difficulty, by its owner or an assigner; ``settles`` closes it. Conflict when closed already."""
    with transaction.atomic():
        impediment = Impediment.objects.select_for_update().filter(pk=impediment_id).first()
        if impediment is None:
            raise NotFound("Không tìm thấy khó khăn, vướng mắc này.")
        if may_answer := _may_answer(actor, impediment):
            answer_id = _answer(actor, impediment, text, settles=settles)
    if not may_answer:
        refuse(
            actor, "answer_impediment", "impediment", impediment_id, "Chỉ đơn vị được giao trả lời mới trả lời được."
        )
    return answer_id


def _may_answer(actor: Actor, impediment: Impediment) -> bool:
    if actor.role in authority.ASSIGNERS:
        return True
    owners = parties.unit_register().successors(impediment.owner_unit_code, clock.today())
    return actor.role is Role.CLERK and actor.unit_code in {owner.code for owner in owners}


def _answer(actor: Actor, impediment: Impediment, text: str, *, settles: bool) -> UUID:
    if not text.strip():
        raise Invalid("Hãy ghi nội dung trả lời.", field="text")
    if impediment.resolved_at is not None:
        raise Conflict("Khó khăn này đã được giải quyết. Hãy tải lại trang để xem câu trả lời.")
    answer = ImpedimentAnswer.objects.create(
        impediment=impediment,
        text=text.strip(),
        settles=settles,
        answered_at=clock.now(),
        answered_by_id=standing.account(actor),
        answered_as=standing.signature(actor),
    )
    if settles:
        impediment.resolved_at = answer.answered_at
        impediment.save(update_fields=["resolved_at"])
    record(actor, "answer_impediment", "impediment", impediment.pk, settles=settles)
    return answer.pk
