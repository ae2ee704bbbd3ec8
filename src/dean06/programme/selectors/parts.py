"""Which part a unit has in an assignment, given the duties in force on a day."""

from collections.abc import Iterable
from datetime import date

from dean06.kernel.parties.api import UnitRegister
from dean06.programme.choices import UnitRole
from dean06.programme.models import Responsibility
from dean06.programme.rules import contacts
from dean06.programme.rules.tracking import tracking_unit


def roles(
    duties: Iterable[Responsibility], unit_code: str, register: UnitRegister, on: date, *, with_groups: bool = True
) -> tuple[UnitRole, ...]:
    """Roles of a unit, in order; duties of a group it belongs to count, and so does being the district's contact for
    an assignment whose lead is outside the issuer's power."""
    held = list(duties)
    found = {
        UnitRole(duty.role)
        for duty in held
        if duty.unit_code == unit_code
        or (with_groups and register.is_group(duty.unit_code) and register.is_member(unit_code, duty.unit_code, on))
    }
    if contact(held, register, on) == unit_code:
        found.add(UnitRole.LEAD)
    return tuple(role for role in UnitRole if role in found)


def contact(duties: Iterable[Responsibility], register: UnitRegister, on: date) -> str:
    """Code of the unit of the district that answers for the assignment."""
    return contacts.contact(leads(duties, register, on), tracking_unit(on))


def needs_contact(duties: Iterable[Responsibility], register: UnitRegister, on: date) -> bool:
    """Whether a lead is only requested or outside the district, so that the contact is worth showing."""
    return contacts.needs_contact(leads(duties, register, on))


def leads(duties: Iterable[Responsibility], register: UnitRegister, on: date) -> list[contacts.Lead]:
    """Leads as the rules see them."""
    return [
        contacts.Lead(
            code=duty.unit_code,
            is_accountable=duty.is_accountable,
            is_request=duty.is_request,
            is_local=register.was_local(duty.unit_code, on),
            is_home=register.is_home(duty.unit_code, on),
        )
        for duty in duties
        if duty.role == UnitRole.LEAD
    ]
