"""When a unit ends, its successors take over its open duties; what was done before stays its own."""

from datetime import date

from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import UnitInfo
from dean06.programme.choices import DutyBasis
from dean06.programme.models import Responsibility
from dean06.programme.services import duties
from dean06.programme.services.log import record


def hand_over(actor: Actor, *, on: date) -> int:
    """Pass open duties of units that have ended by ``on`` to their successors; returns how many passed. Idempotent."""
    codes = Responsibility.objects.open().values_list("unit_code", flat=True).distinct()
    return sum(_hand_over_unit(actor, code, on) for code in sorted(set(codes)) if parties.has_ended(code, on))


def _hand_over_unit(actor: Actor, code: str, on: date) -> int:
    heirs = _home_first(parties.successors(code, on), on)
    if not heirs:
        return 0
    with transaction.atomic():
        held = list(Responsibility.objects.open().filter(unit_code=code).select_for_update())
        for duty in held:
            _pass_on(duty, heirs, parties.ended_on(code))
        if held:
            record(actor, "hand_over", "assignment", held[0].assignment_id, unit=code, duties=len(held))
    return len(held)


def _home_first(heirs: list[UnitInfo], on: date) -> list[str]:
    """Codes of the heirs; those under the authority this installation serves come first and so inherit the answer."""
    home = parties.authority(on)
    return [heir.code for heir in sorted(heirs, key=lambda heir: home not in {heir.code, heir.parent_code})]


def _pass_on(duty: Responsibility, heirs: list[str], day: date) -> None:
    duties.end(duty, day)
    for position, heir in enumerate(heirs):
        taken = Responsibility.objects.open().filter(assignment=duty.assignment, unit_code=heir, role=duty.role)
        if taken.exists():
            continue
        duties.begin(
            duty.assignment,
            heir,
            duty.role,
            DutyBasis.SUCCESSION,
            valid_from=day,
            is_accountable=duty.is_accountable and position == 0,
            is_request=duty.is_request,
            predecessor=duty,
        )
