"""Who acts for whom: a unit for itself, its departments and desks for it."""

from datetime import date

from dean06.kernel.base.errors import NotFound
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.parties import api as parties

DEEPEST = 8


def chain(unit_code: str, day: date) -> tuple[str, ...]:
    """The unit and those above it on a day, nearest first."""
    found: list[str] = []
    while unit_code and unit_code not in found and len(found) < DEEPEST:
        try:
            above = parties.unit(unit_code, day).parent_code
        except NotFound:
            break
        found.append(unit_code)
        unit_code = above
    return tuple(found)


def acts_for(unit_code: str, issuer: str, day: date) -> bool:
    """Whether officers of a unit may act in the name of another."""
    return bool(unit_code) and issuer in chain(unit_code, day)


def issuer_of(kind: DocumentKind, unit_code: str, day: date) -> str:
    """Of a unit and those above it, the nearest that may issue a type; "" when none may."""
    return next((code for code in chain(unit_code, day) if kind.may_be_issued_by(code)), "")
