"""Plans of units to carry out a directive: handed in, accepted or returned, handed in again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, NotFound
from dean06.programme.choices import Verdict
from dean06.programme.models import UnitPlan
from dean06.programme.services import files as incoming
from dean06.programme.services import standing, verdicts
from dean06.programme.services.log import record


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
    stored = incoming.store(files)
    try:
        with transaction.atomic():
            plan = UnitPlan.objects.create(
                directive=directive,
                unit_code=unit_code,
                revision=_next_revision(directive_id, unit_code),
                symbol=symbol,
                summary=summary,
                submitted_at=clock.now(),
                submitted_by_id=actor.user_id,
            )
            incoming.attach(stored, plan=plan)
            record(actor, "submit_plan", "plan", plan.pk, unit=unit_code, revision=plan.revision)
    except IntegrityError as error:
        raise Conflict("Kế hoạch vừa được một người khác cùng đơn vị gửi. Hãy tải lại trang để xem.") from error
    return plan.pk


def judge_plan(actor: Actor, *, plan_id: UUID, verdict: Verdict, note: str) -> None:
    """Accept or return a plan. Conflict when somebody already did."""
    standing.require_assigner(actor, "judge_plan", "plan", plan_id)
    with transaction.atomic():
        plan = UnitPlan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise NotFound("Không tìm thấy kế hoạch này.")
        verdicts.give(actor, plan, verdict, note)
        record(actor, "judge_plan", "plan", plan.pk, verdict=verdict, unit=plan.unit_code)


def _next_revision(directive_id: UUID, unit_code: str) -> int:
    newest = UnitPlan.objects.filter(directive_id=directive_id, unit_code=unit_code).order_by("-revision").first()
    if newest is None:
        return 1
    if newest.verdict == Verdict.RETURNED:
        return newest.revision + 1
    waiting = "đang chờ trả lời" if newest.verdict == Verdict.PENDING else "đã được chấp nhận"
    raise Conflict(f"Kế hoạch của đơn vị {waiting} (gửi {clock.local(newest.submitted_at):%d/%m/%Y}).")
