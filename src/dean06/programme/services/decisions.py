"""Decisions on contradictions: recorded one after another, never overwritten; duties and deadlines follow them."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.choices import Choice, DutyBasis
from dean06.programme.models import Contradiction, Decision, Reading
from dean06.programme.rules import authority
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.topics import settles
from dean06.programme.services import deadlines, duties, standing
from dean06.programme.services.log import record, refuse


def decide(
    actor: Actor,
    *,
    contradiction_id: UUID,
    choice: Choice,
    reason: str,
    expected_revision: int,
    lead_unit_code: str = "",
    deadline_on: date | None = None,
) -> UUID:
    """Decide, and put the outcome in force; returns the decision's id.

    ``expected_revision`` is the number of decisions the person saw. Conflict, naming who decided what and when, if
    somebody decided meanwhile; Invalid when the choice leaves open what it must settle.
    """
    item = _contradiction(contradiction_id)
    if not authority.may_decide(actor.role, item.type):
        refuse(
            actor,
            "decide_contradiction",
            "contradiction",
            item.pk,
            "Mâu thuẫn này do Chủ tịch UBND quyết định." if _is_leaders(item) else "Ông/bà không được quyết định.",
        )
    if not reason.strip():
        raise Invalid("Hãy ghi căn cứ hoặc lý do của quyết định.", field="reason")
    _check_outcome(item, choice, lead_unit_code, deadline_on)
    try:
        with transaction.atomic():
            _require_unchanged(item, expected_revision)
            outcome = {"lead_unit_code": lead_unit_code, "deadline_on": deadline_on} if choice == Choice.OTHER else {}
            decision = Decision.objects.create(
                contradiction=item,
                revision=expected_revision + 1,
                choice=choice,
                reason=reason.strip(),
                decided_at=clock.now(),
                decided_by_id=actor.user_id,
                decided_as=standing.signature(actor),
                **outcome,
            )
            _apply(item, decision)
            record(actor, "decide_contradiction", "decision", decision.pk, contradiction=str(item.pk), choice=choice)
    except IntegrityError as error:
        raise _already_decided(item) from error
    return decision.pk


def _contradiction(contradiction_id: UUID) -> Contradiction:
    item = Contradiction.objects.select_related("assignment", "directive").filter(pk=contradiction_id).first()
    if item is None:
        raise NotFound("Không tìm thấy mâu thuẫn này.")
    return item


def _is_leaders(item: Contradiction) -> bool:
    return item.type in authority.LEADER_DECIDES


def _require_unchanged(item: Contradiction, expected_revision: int) -> None:
    Contradiction.objects.select_for_update().get(pk=item.pk)
    if item.decisions.count() != expected_revision:
        raise _already_decided(item)


def _already_decided(item: Contradiction) -> Conflict:
    newest = item.decisions.select_related("decided_by").order_by("-revision").first()
    if newest is None:
        return Conflict("Mâu thuẫn này vừa thay đổi. Hãy tải lại trang.")
    when = f"{clock.local(newest.decided_at):%H:%M ngày %d/%m/%Y}"
    return Conflict(
        f"{newest.decided_as} đã quyết định lúc {when}: {Choice(newest.choice).label.lower()}. "
        "Nội dung ông/bà vừa nhập chưa được ghi. Hãy xem quyết định đó rồi quyết định lại nếu cần.",
        code="already_decided",
    )


def _check_outcome(item: Contradiction, choice: Choice, lead_unit_code: str, deadline_on: date | None) -> None:
    if choice != Choice.OTHER:
        return
    if settles(item.type) == "lead" and not parties.exists(lead_unit_code, clock.today()):
        raise Invalid("Hãy chọn đơn vị chủ trì.", field="lead_unit_code")
    if settles(item.type) == "deadline" and deadline_on is None:
        raise Invalid("Hãy nhập thời hạn mới, ví dụ 29/12/2023.", field="deadline_on")


def _apply(item: Contradiction, decision: Decision) -> None:
    if item.assignment is None or decision.choice == Choice.NO_CHANGE:
        return
    if settles(item.type) == "lead" and (lead := _decided_lead(item, decision)):
        duties.make_accountable(item.assignment, lead, decision)
    if settles(item.type) == "deadline" and (deadline := _decided_deadline(item, decision)):
        deadlines.add(item.assignment, deadline, DutyBasis.DECISION, decision)


def _reading(item: Contradiction, decision: Decision) -> Reading | None:
    if item.assignment is None:
        return None
    return item.assignment.readings.filter(source=decision.choice).first()


def _decided_lead(item: Contradiction, decision: Decision) -> str:
    if decision.choice == Choice.OTHER:
        return decision.lead_unit_code
    reading = _reading(item, decision)
    leads = [unit.unit_code for unit in reading.units.filter(role="lead")] if reading else []
    if len(leads) != 1 or not leads[0]:
        raise Invalid(
            "Phụ lục được chọn không nêu đúng một đơn vị chủ trì. Hãy chọn “Phương án khác” và chỉ rõ đơn vị.",
            field="choice",
        )
    return leads[0]


def _decided_deadline(item: Contradiction, decision: Decision) -> Deadline | None:
    if decision.choice == Choice.OTHER:
        return deadlines.fixed(decision.deadline_on) if decision.deadline_on else None
    reading = _reading(item, decision)
    if reading is None or not reading.deadline_text:
        raise Invalid("Phụ lục được chọn không nêu thời hạn. Hãy chọn “Phương án khác” và nhập ngày.", field="choice")
    return Deadline(
        text=reading.deadline_text, kind=reading.deadline_kind, on=reading.deadline_on, bound=reading.deadline_bound
    )
