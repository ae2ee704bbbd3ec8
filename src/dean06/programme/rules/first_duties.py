"""What a freshly read directive puts in force before anybody has decided anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dean06.programme.rules.deadlines import Deadline

FAR = date.max


@dataclass(frozen=True)
class NamedUnit:
    """A unit as a reading names it; ``code`` is empty when the name could not be resolved."""

    code: str
    is_generic: bool


@dataclass(frozen=True)
class LeadReading:
    """The leads one annex names, and whether it only requests them."""

    units: tuple[NamedUnit, ...]
    is_request: bool


@dataclass(frozen=True)
class FirstLead:
    """A lead put in force: accountable only where the directive leaves no doubt."""

    code: str
    is_accountable: bool
    is_request: bool


def first_leads(readings: Sequence[LeadReading]) -> list[FirstLead]:
    """All named leads; the one both readings agree on, alone, real and not merely requested, is accountable."""
    named = [reading for reading in readings if reading.units]
    agreed = len({frozenset(unit.code for unit in reading.units) for reading in named}) == 1
    requested: dict[str, bool] = {}
    for reading in named:
        for unit in reading.units:
            if unit.code:
                requested[unit.code] = requested.get(unit.code, True) and reading.is_request
    generic = {unit.code for reading in named for unit in reading.units if unit.is_generic}
    return [
        FirstLead(
            code=code,
            is_accountable=agreed and len(requested) == 1 and not is_request and code not in generic,
            is_request=is_request,
        )
        for code, is_request in requested.items()
    ]


def first_deadline(deadlines: Sequence[Deadline]) -> Deadline:
    """Until the contradiction is decided the earliest dated reading holds: nobody is late by trusting the other."""
    given = [deadline for deadline in deadlines if deadline.text]
    return min(given, key=lambda deadline: deadline.on or FAR, default=Deadline())
