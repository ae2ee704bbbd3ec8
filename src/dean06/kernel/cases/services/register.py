"""What handling a case needs of the population register. Asked outside any transaction; its silence stops no office.

Each question has its own purpose in the table of purposes; where an installation has not agreed on it, it is not asked.
The registry writes every question down under the person asked about, with the purpose and its legal basis.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Facts, Field, LifeStatus
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import PurposeInfo

LIFE, KIN = "kiem_tra_nguoi_nop", "xung_dot_loi_ich"
# Who lives with an officer, for the day it was learnt: an officer decides many cases a day, the answer is one.
_housemates: dict[UUID, tuple[date, frozenset[str]]] = {}


def is_dead(actor: Actor, party_id: UUID, *, act: str) -> bool | None:
    """Whether the register knows a person to be dead; None when it was not asked or did not answer."""
    facts = facts_of(actor, party_id, frozenset({Field.LIFE_STATUS}), purpose=LIFE, act=act)
    return None if facts is None else facts.life_status is LifeStatus.DEAD


def housemates(actor: Actor, *, act: str) -> frozenset[str] | None:
    """Personal numbers of the officer's own household; None when it was not asked or did not answer."""
    if actor.party_id is None:
        return None
    day, known = _housemates.get(actor.party_id, (None, frozenset()))
    if day == clock.today():
        return known
    number, asker = parties.party(actor.party_id).personal_id, _asker(actor)
    if not number or _agreed(asker, KIN) is None:
        return None
    try:
        found = registry.household(
            asker, personal_id=number, fields=frozenset({Field.LIFE_STATUS}), purpose=KIN, act=act
        )
    except DomainError:
        return None
    numbers = frozenset(one.personal_id for one in found or ()) - {number}
    _housemates[actor.party_id] = (clock.today(), numbers)
    return numbers


def facts_of(actor: Actor, party_id: UUID, fields: frozenset[Field], *, purpose: str, act: str) -> Facts | None:
    """Those of the facts a purpose allows; None when it is not agreed on, nobody is known, or no answer came."""
    number, asker = parties.party(party_id).personal_id, _asker(actor)
    agreed = _agreed(asker, purpose)
    asked = fields & agreed.fields if agreed else frozenset()
    if not number or not asked:
        return None
    try:
        return registry.lookup(asker, personal_id=number, fields=asked, purpose=purpose, act=act)
    except DomainError:
        return None


def _asker(actor: Actor) -> Actor:
    """The platform asks, because of what this person does: neither citizens nor leaders ask the register themselves."""
    return replace(actor, role=Role.SYSTEM)


def agreed_on(actor: Actor, purpose: str) -> PurposeInfo | None:
    """The purpose as the platform may use it today on behalf of somebody; None when it is not agreed on."""
    return _agreed(_asker(actor), purpose)


def _agreed(asker: Actor, purpose: str) -> PurposeInfo | None:
    return next((one for one in registry.purposes(asker) if one.code == purpose), None)
