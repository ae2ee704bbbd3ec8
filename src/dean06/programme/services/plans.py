"""Plans of units to carry out a directive: handed in, accepted or returned, handed in again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.parties import api as parties
from dean06.programme.choices import Verdict
from dean06.programme.models import UnitPlan
from dean06.programme.rules import authority
from dean06.programme.services import files as incoming
from dean06.programme.services import standing, verdicts
from dean06.programme.services.log import record, refuse


def submit_plan(
    actor: Actor,
    *,
    directive_id: UUID,
    unit_code: str,
    symbol: str,
    summary: str,
    files: Sequence[incoming.IncomingFile],
) -> UUID:
    """Hand in the unit's plan; returns its id. Conflict while an earlier one waits or was accepted."""
    directive = standing.directive(directive_id)
    standing.require_own_unit(actor, unit_code, "submit_plan", "directive", directive.pk)
    _check(summary, files)
    plan = UnitPlan(directive=directive, unit_code=unit_code, symbol=symbol.strip(), summary=summary.strip())
    return _hand_in(actor, plan, files, "submit_plan")


def receive_paper_plan(
    actor: Actor,
    *,
    directive_id: UUID,
    unit_code: str,
    symbol: str,
    summary: str,
    files: Sequence[incoming.IncomingFile],
) -> UUID:
    """Note a unit's plan that came on paper, with its scan; returns its id. Only the tracking body, which receives
    plans; somebody else still has to accept it. Conflict while an earlier plan waits or was accepted."""
    directive = standing.directive(directive_id)
    if not authority.may_receive_paper(actor.role):
        words = "Chỉ cơ quan theo dõi ghi nhận kế hoạch gửi bằng giấy."
        refuse(actor, "receive_paper_plan", "directive", directive.pk, words, unit=unit_code)
    if not parties.unit_register().is_local(unit_code, clock.today()):
        raise Invalid("Hãy chọn đơn vị gửi kế hoạch.", field="unit_code")
    _check(summary, files)
    plan = UnitPlan(directive=directive, unit_code=unit_code, symbol=symbol.strip(), summary=summary.strip())
    plan.is_paper = True
    return _hand_in(actor, plan, files, "receive_paper_plan")


def judge_plan(actor: Actor, *, plan_id: UUID, verdict: Verdict, note: str) -> None:
    """Accept or return a plan. Conflict when somebody already did."""
    standing.require_assigner(actor, "judge_plan", "plan", plan_id)
    with transaction.atomic():
        plan = UnitPlan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise NotFound("Không tìm thấy kế hoạch này.")
        verdicts.give(actor, plan, verdict, note)
        record(actor, "judge_plan", "plan", plan.pk, verdict=verdict, unit=plan.unit_code)


def _check(summary: str, files: Sequence[incoming.IncomingFile]) -> None:
    if not summary.strip():
        raise Invalid("Hãy tóm tắt nội dung chính của kế hoạch.", field="summary")
    if not files:
        raise Invalid("Hãy đính kèm tệp kế hoạch.", field="files")


def _hand_in(actor: Actor, plan: UnitPlan, files: Sequence[incoming.IncomingFile], act: str) -> UUID:
    stored = incoming.store(files)
    try:
        with transaction.atomic():
            plan.revision = _next_revision(plan.directive_id, plan.unit_code)
            plan.submitted_at = clock.now()
            plan.submitted_by_id = standing.account(actor)
            plan.save(force_insert=True)
            incoming.attach(stored, plan=plan)
            record(actor, act, "plan", plan.pk, unit=plan.unit_code, revision=plan.revision)
    except IntegrityError as error:
        raise Conflict("Kế hoạch vừa được một người khác cùng đơn vị gửi. Hãy tải lại trang để xem.") from error
    return plan.pk


def _next_revision(directive_id: UUID, unit_code: str) -> int:
    newest = UnitPlan.objects.filter(directive_id=directive_id, unit_code=unit_code).order_by("-revision").first()
    if newest is None:
        return 1
    if newest.verdict == Verdict.RETURNED:
        return newest.revision + 1
    waiting = "đang chờ trả lời" if newest.verdict == Verdict.PENDING else "đã được chấp nhận"
    raise Conflict(f"Kế hoạch của đơn vị {waiting} (gửi {clock.local(newest.submitted_at):%d/%m/%Y}).")
