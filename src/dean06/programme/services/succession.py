"""When a unit ends, its successors take over its open duties; what was done before stays its own."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.parties import api as parties
from dean06.programme.choices import DeadlineKind, DutyBasis, ProgressState, Verdict
from dean06.programme.models import Assignment, Responsibility
from dean06.programme.models.duties import ResponsibilityQuerySet
from dean06.programme.services.log import record


def hand_over(actor: Actor, *, on: date) -> int:
    """Pass open duties of units that have ended by ``on`` to their successors; returns how many passed. Idempotent.

    Work that was confirmed complete passes to nobody: it remains what the unit did. One audit entry a unit.
    """
    register = parties.unit_register()
    codes = sorted(set(_open_duties().values_list("unit_code", flat=True)))
    passed = 0
    for code in codes:
        ended_on = register.ended_on(code, on)
        heirs = [heir.code for heir in register.successors(code, on)] if ended_on else []
        if ended_on and heirs:
            passed += _hand_over_unit(actor, code, heirs, ended_on)
    return passed


def _open_duties() -> ResponsibilityQuerySet:
    confirmed = Assignment.objects.filter(reports__state=ProgressState.COMPLETED, reports__verdict=Verdict.CONFIRMED)
    finished = confirmed.exclude(deadlines__kind=DeadlineKind.RECURRING)  # a recurring duty is never finished
    return Responsibility.objects.open().exclude(assignment__in=finished)


def _hand_over_unit(actor: Actor, code: str, heirs: list[str], day: date) -> int:
    with transaction.atomic():
        tasks = _open_duties().filter(unit_code=code).values("assignment")
        locked = list(Assignment.objects.filter(pk__in=tasks).order_by("pk").select_for_update())
        held = list(_open_duties().filter(assignment__in=locked, unit_code=code))
        if held:
            _end(held, day)
            _begin(held, heirs, day)
            record(actor, "hand_over", "assignment", held[0].assignment_id, unit=code, heirs=heirs, duties=len(held))
    return len(held)


def _end(held: Iterable[Responsibility], day: date) -> None:
    for duty in held:
        duty.valid_until = max(day, duty.valid_from)
    Responsibility.objects.bulk_update(held, ["valid_until"])


def _begin(held: list[Responsibility], heirs: list[str], day: date) -> None:
    """The first heir answers for what the unit answered for; a duty an heir has already is not given twice."""
    open_now = Responsibility.objects.open().filter(assignment__in={duty.assignment_id for duty in held})
    taken = {(duty.assignment_id, duty.unit_code, duty.role): duty for duty in open_now.filter(unit_code__in=heirs)}
    begun = []
    for duty in held:
        for heir in heirs:
            is_accountable = duty.is_accountable and heir == heirs[0]
            earlier = taken.get((duty.assignment_id, heir, duty.role))
            if earlier is not None and not is_accountable:
                continue
            if earlier is not None:
                _end([earlier], day)
            begun.append(_heir_duty(duty, heir, day, is_accountable=is_accountable))
    Responsibility.objects.bulk_create(begun)


def _heir_duty(duty: Responsibility, heir: str, day: date, *, is_accountable: bool) -> Responsibility:
    return Responsibility(
        assignment_id=duty.assignment_id,
        unit_code=heir,
        role=duty.role,
        is_accountable=is_accountable,
        is_request=duty.is_request,
        basis=DutyBasis.SUCCESSION,
        predecessor=duty,
        valid_from=max(day, duty.valid_from),
        recorded_at=clock.now(),
    )
