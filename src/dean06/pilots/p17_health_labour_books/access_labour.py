"""Who may have to do with labour books: the person herself, and clerks of the office a proof is asked of."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.types import UnitInfo
from dean06.pilots.p17_health_labour_books.models import LabourProof

OFFICE = "phong-lao-dong"
NOT_HERE = "Không có yêu cầu này, hoặc yêu cầu không thuộc phạm vi của bà/ông."


def offices() -> list[UnitInfo]:
    """Units that do the labour office's work today: the office itself, or its heirs."""
    today = clock.today()
    if parties.exists(OFFICE, today):
        return [parties.unit(OFFICE, today)]
    return parties.successors(OFFICE, today)


def is_office(actor: Actor) -> bool:
    """Whether the actor is a clerk of such a unit."""
    return actor.role is Role.CLERK and actor.unit_code in {one.code for one in offices()}


def holder_of(actor: Actor) -> UUID:
    """The person whose own book it is. NotPermitted for whoever does not act for herself."""
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Chỉ chính người có sổ làm được việc này.", code="not_the_holder")
    return actor.party_id


def platform(actor: Actor) -> None:
    """NotPermitted unless it is the platform itself."""
    if actor.role is not SYSTEM.role:
        raise NotPermitted("Chỉ hệ thống ghi câu trả lời.", code="not_the_platform")


def proof_at_hand(actor: Actor, proof_id: UUID) -> LabourProof:
    """A request to the clerk's own office, locked. NotFound for any other and for her own: nobody proves herself."""
    rows = LabourProof.objects.select_for_update(of=("self",)).filter(pk=proof_id, unit_code=actor.unit_code)
    row = rows.exclude(subject_id=actor.party_id).first() if is_office(actor) else None
    if row is None:
        raise NotFound(NOT_HERE, code="proof_not_found")
    return row
