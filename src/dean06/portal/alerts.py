"""Who is told when the emergency account is used, the population register gone through, or the log contradicted."""

from typing import Any
from uuid import UUID

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.delivery import handles
from dean06.kernel.identity import api as identity
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.kernel.registry import api as registry

TOLD = (Role.LEADER, Role.OPERATOR)


@handles(audit.FORK_TOPIC, local=True)
def tell_of_fork(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that a witness contradicts the audit log."""
    _tell(message_id, "security.log_fork", {"entry": payload["entry"]})


@handles(registry.TOO_MANY_TOPIC, local=True)
def tell_of_too_many_lookups(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that an officer works through the register."""
    unit = payload["unit"]
    name = parties.unit_name(unit, clock.today()) if unit else "không rõ"
    _tell(message_id, "security.many_lookups", {"unit": name, "entry": payload["entry"]})


@handles(identity.BREAK_GLASS_USED_TOPIC, local=True)
def tell_of_break_glass(payload: dict[str, Any], message_id: str) -> None:
    """Send the alarm that the emergency account was used."""
    _tell(message_id, "security.break_glass", {"at": identity.sign_in_time(UUID(payload["session"]))})


def _tell(message_id: str, template: str, fields: dict[str, object]) -> None:
    """To every leader and operator in office today; LookupError, seen on the operator's page, when there is none."""
    people = _answerable()
    if not people:
        raise LookupError("no leader or operator holds a post today: nobody can be told of the alarm")
    messaging.send(
        SYSTEM,
        reference=message_id,
        template=template,
        fields=fields | {"link": "/van-hanh/"},
        to_party_ids=people,
    )


def _answerable() -> set[UUID]:
    today = clock.today()
    return {
        holder.party_id
        for unit in parties.units(today)
        for role in TOLD
        for holder in parties.holders(unit.code, role, today)
    }
