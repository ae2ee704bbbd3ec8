"""Who owes what: duties are ended and begun, so that every earlier day keeps its own answer."""

from datetime import date

from dean06.kernel.base import clock
from dean06.programme.choices import DutyBasis, UnitRole
from dean06.programme.models import Assignment, Decision, Responsibility


def begin(
    task: Assignment,
    unit_code: str,
    role: UnitRole,
    basis: DutyBasis,
    *,
    valid_from: date,
    is_accountable: bool = False,
    is_request: bool = False,
    decision: Decision | None = None,
    predecessor: Responsibility | None = None,
) -> Responsibility:
    """A duty from a day on."""
    return Responsibility.objects.create(
        assignment=task,
        unit_code=unit_code,
        role=role,
        is_accountable=is_accountable,
        is_request=is_request,
        basis=basis,
        decision=decision,
        predecessor=predecessor,
        valid_from=valid_from,
        recorded_at=clock.now(),
    )


def end(duty: Responsibility, day: date) -> None:
    """The duty held until ``day`` (exclusive)."""
    duty.valid_until = max(day, duty.valid_from)
    duty.save(update_fields=["valid_until"])


def make_accountable(task: Assignment, unit_code: str, decision: Decision) -> None:
    """One lead answers for the assignment from today; the others who were named lead go on as coordinators."""
    today = clock.today()
    leads = list(Responsibility.objects.open().filter(assignment=task, role=UnitRole.LEAD).select_for_update())
    for duty in leads:
        end(duty, today)
    begin(
        task,
        unit_code,
        UnitRole.LEAD,
        DutyBasis.DECISION,
        valid_from=today,
        is_accountable=True,
        decision=decision,
    )
    for code in {duty.unit_code for duty in leads} - {unit_code} - _coordinators(task):
        begin(task, code, UnitRole.COORDINATE, DutyBasis.DECISION, valid_from=today, decision=decision)


def _coordinators(task: Assignment) -> set[str]:
    rows = Responsibility.objects.open().filter(assignment=task, role=UnitRole.COORDINATE)
    return set(rows.values_list("unit_code", flat=True))
