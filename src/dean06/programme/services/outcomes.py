"""What a decision on a contradiction settles: who leads or until when, worked out before it is put in force."""

from dataclasses import dataclass
from datetime import date

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Invalid
from dean06.kernel.parties import api as parties
from dean06.programme.choices import Choice, DutyBasis, UnitRole
from dean06.programme.models import Contradiction, Decision, Reading
from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.topics import settles
from dean06.programme.rules.tracking import tracking_unit
from dean06.programme.services import deadlines, duties


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``named_*`` is what the decider wrote, the rest what follows from the choice."""

    lead: str = ""
    requested_lead: str = ""
    deadline: Deadline | None = None
    named_unit: str = ""
    named_day: date | None = None


def work_out(item: Contradiction, choice: Choice, unit_code: str, day: date | None) -> Outcome:
    """The outcome of a choice; Invalid, at the field to mend, when it leaves open what it must settle.

    ``unit_code`` is the lead for another outcome, and the district's contact when the chosen annex only requests a lead
    from outside (the tracking body when none is named).
    """
    if item.assignment is None or choice == Choice.NO_CHANGE:
        return Outcome()
    topic = settles(item.type)
    if topic == "lead":
        return _other_lead(unit_code) if choice == Choice.OTHER else _read_lead(item, choice, unit_code)
    if topic == "deadline":
        return _other_deadline(day) if choice == Choice.OTHER else _read_deadline(item, choice)
    return Outcome()


def put_in_force(item: Contradiction, decision: Decision, outcome: Outcome) -> None:
    """Duties and deadline follow the decision, inside the caller's transaction."""
    if item.assignment is None:
        return
    if outcome.lead:
        duties.make_accountable(item.assignment, outcome.lead, decision, requested=outcome.requested_lead)
    if outcome.deadline:
        deadlines.add(item.assignment, outcome.deadline, DutyBasis.DECISION, decision)


def _other_lead(unit_code: str) -> Outcome:
    if not parties.unit_register().is_local(unit_code, clock.today()):
        raise Invalid("Hãy chọn đơn vị chủ trì.", field="lead_unit_code")
    return Outcome(lead=unit_code, named_unit=unit_code)


def _read_lead(item: Contradiction, choice: Choice, contact: str) -> Outcome:
    """The annex's one lead, or who carries its duties today; a lead from outside gets a contact of the district."""
    register, today = parties.unit_register(), clock.today()
    reading = _reading(item, choice)
    leads = [unit.unit_code for unit in reading.units.all() if unit.role == UnitRole.LEAD] if reading else []
    if reading is None or len(leads) != 1 or not leads[0] or register.is_group(leads[0]):
        raise Invalid(
            "Phụ lục được chọn không nêu đúng một đơn vị chủ trì. Hãy chọn “Phương án khác” và chỉ rõ đơn vị.",
            field="choice",
        )
    bearers = register.successors(leads[0], today)
    lead = bearers[0].code if bearers else leads[0]
    if register.is_local(lead, today) and not reading.lead_is_request:
        return Outcome(lead=lead)
    if contact and not register.is_local(contact, today):
        raise Invalid("Hãy chọn đơn vị đầu mối.", field="lead_unit_code")
    return Outcome(lead=contact or tracking_unit(today), requested_lead=lead, named_unit=contact)


def _other_deadline(day: date | None) -> Outcome:
    if day is None:
        raise Invalid("Hãy nhập thời hạn mới, ví dụ 29/12/2023.", field="deadline_on")
    return Outcome(deadline=deadlines.fixed(day), named_day=day)


def _read_deadline(item: Contradiction, choice: Choice) -> Outcome:
    reading = _reading(item, choice)
    if reading is None or not reading.deadline_text:
        raise Invalid("Phụ lục được chọn không nêu thời hạn. Hãy chọn “Phương án khác” và nhập ngày.", field="choice")
    deadline = Deadline(
        text=reading.deadline_text, kind=reading.deadline_kind, on=reading.deadline_on, bound=reading.deadline_bound
    )
    return Outcome(deadline=deadline)


def _reading(item: Contradiction, choice: Choice) -> Reading | None:
    if item.assignment is None:
        return None
    return item.assignment.readings.filter(source=choice).prefetch_related("units").first()
