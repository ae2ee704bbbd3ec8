"""Decisions on contradictions: recorded one after another, never overwritten; duties and deadlines follow them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.programme.choices import Choice
from dean06.programme.models import Contradiction, Decision
from dean06.programme.rules import authority
from dean06.programme.rules.topics import settles, types_about
from dean06.programme.services import outcomes, standing
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
    somebody decided meanwhile; Invalid when the choice leaves open what it must settle. Sister contradictions of the
    same assignment about the same matter (who leads, until when) are settled with it, each by a decision of its own
    that points to this one; earlier decisions stay.
    """
    item = _contradiction(contradiction_id)
    _require_decider(actor, item)
    if not reason.strip():
        raise Invalid("Hãy ghi căn cứ hoặc lý do của quyết định.", field="reason")
    outcome = outcomes.work_out(item, choice, lead_unit_code, deadline_on)
    with transaction.atomic():
        _lock(item, expected_revision)
        decision = _write(actor, item, choice, reason.strip(), outcome)
        sisters = [] if choice == Choice.NO_CHANGE else _sisters(item)
        for sister in sisters:
            _write(actor, sister, choice, decision.reason, outcome, settled_with=decision)
        outcomes.put_in_force(item, decision, outcome)
        also = [str(sister.pk) for sister in sisters]
        record(
            actor, "decide_contradiction", "decision", decision.pk, contradiction=str(item.pk), choice=choice, also=also
        )
    return decision.pk


def _contradiction(contradiction_id: UUID) -> Contradiction:
    item = Contradiction.objects.select_related("assignment", "directive").filter(pk=contradiction_id).first()
    if item is None:
        raise NotFound("Không tìm thấy mâu thuẫn này.")
    return item


def _require_decider(actor: Actor, item: Contradiction) -> None:
    if authority.may_decide(actor.role, item.type):
        return
    is_leaders = item.type in authority.LEADER_DECIDES
    words = "Mâu thuẫn này do Chủ tịch UBND quyết định." if is_leaders else "Ông/bà không được quyết định nội dung này."
    refuse(actor, "decide_contradiction", "contradiction", item.pk, words)


def _lock(item: Contradiction, expected_revision: int) -> None:
    """Hold the assignment, so that sisters decided at once wait for each other; then see whether somebody was first."""
    if item.assignment is not None:
        standing.lock(item.assignment)
    Contradiction.objects.select_for_update().get(pk=item.pk)
    if item.decisions.count() != expected_revision:
        raise _already_decided(item)


def _already_decided(item: Contradiction) -> Conflict:
    newest = item.decisions.order_by("-revision").first()
    if newest is None:
        return Conflict("Mâu thuẫn này vừa thay đổi. Hãy tải lại trang.")
    when = f"{clock.local(newest.decided_at):%H:%M ngày %d/%m/%Y}"
    return Conflict(
        f"{newest.decided_as} đã quyết định lúc {when}: {Choice(newest.choice).label.lower()}. "
        "Nội dung ông/bà vừa nhập chưa được ghi. Hãy xem quyết định đó rồi quyết định lại nếu cần.",
        code="already_decided",
    )


def _sisters(item: Contradiction) -> list[Contradiction]:
    kinds = types_about(settles(item.type))
    if item.assignment is None or not kinds:
        return []
    return list(Contradiction.objects.filter(assignment=item.assignment, type__in=kinds).exclude(pk=item.pk))


def _write(
    actor: Actor,
    item: Contradiction,
    choice: Choice,
    reason: str,
    outcome: outcomes.Outcome,
    *,
    settled_with: Decision | None = None,
) -> Decision:
    return Decision.objects.create(
        contradiction=item,
        revision=item.decisions.count() + 1,
        settled_with=settled_with,
        choice=choice,
        lead_unit_code=outcome.named_unit,
        deadline_on=outcome.named_day,
        reason=reason,
        decided_at=clock.now(),
        decided_by_id=standing.account(actor),
        decided_as=standing.signature(actor),
    )
