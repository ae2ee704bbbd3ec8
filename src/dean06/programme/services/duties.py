"""Who owes what: duties are ended and begun, so that every earlier day keeps its own answer."""

from datetime import date

from dean06.kernel.base import clock
from dean06.programme.choices import DutyBasis, UnitRole
from dean06.programme.models import Assignment, Decision, Responsibility


def end(duty: Responsibility, day: date) -> None:
    """The duty held until ``day`` (exclusive)."""
    duty.valid_until = max(day, duty.valid_from)
    duty.save(update_fields=["valid_until"])


def make_accountable(task: Assignment, unit_code: str, decision: Decision, *, requested: str = "") -> None:
    """One lead answers for the assignment from today; the others who were named lead go on as coordinators.

    ``requested`` is a body outside the issuer's power that is asked to lead: it stays beside the accountable contact.
    """
    today = clock.today()
    leads = list(Responsibility.objects.open().filter(assignment=task, role=UnitRole.LEAD).select_for_update())
    for duty in leads:
        end(duty, today)
    _begin(task, unit_code, UnitRole.LEAD, decision, is_accountable=True)
    if requested:
        _begin(task, requested, UnitRole.LEAD, decision, is_request=True)
    named = {unit_code, requested}
    coordinators = Responsibility.objects.open().filter(assignment=task, role=UnitRole.COORDINATE)
    for duty in coordinators.filter(unit_code=unit_code):
        end(duty, today)  # who leads does not coordinate with itself
    kept = set(coordinators.values_list("unit_code", flat=True))
    for duty in leads:
        if duty.unit_code not in named | kept:
            _begin(task, duty.unit_code, UnitRole.COORDINATE, decision, is_request=duty.is_request)


def _begin(
    task: Assignment,
    unit_code: str,
    role: UnitRole,
    decision: Decision,
    *,
    is_accountable: bool = False,
    is_request: bool = False,
) -> None:
    Responsibility.objects.create(
        assignment=task,
        unit_code=unit_code,
        role=role,
        is_accountable=is_accountable,
        is_request=is_request,
        basis=DutyBasis.DECISION,
        decision=decision,
        valid_from=clock.today(),
        recorded_at=clock.now(),
    )
