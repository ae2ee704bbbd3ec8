"""Asking the population register. What can be refused is refused before the call; nothing is shown unrecorded.

The call is made outside any transaction. Whatever comes of it - an answer, a refusal of ours, a failure of theirs -
leaves one entry in the audit log, filed under the person asked about even if that person has never come to us.
"""

from collections.abc import Sequence
from dataclasses import asdict

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.ports.population import Claim, Comparison, Facts, Field
from dean06.kernel.registry import actions
from dean06.kernel.registry.services.asking import ask
from dean06.kernel.registry.types import Verb


def verify(actor: Actor, *, personal_id: str, claim: Claim, purpose: str, act: str) -> Comparison:
    """Compare what somebody says of themselves with the register; only right or wrong is learnt.

    ``purpose`` is a code of the table, ``act`` the case that causes the call. Invalid for a malformed number or an
    empty claim, NotPermitted for a purpose that is not the actor's, TooMany, Unavailable.
    """
    claimed = {name for name, value in asdict(claim).items() if value}
    if not claimed:
        raise Invalid("Nhập ít nhất một thông tin để đối chiếu.", field="full_name")
    asked = ask(actor, Verb.VERIFY, personal_id=personal_id, purpose=purpose, act=act)
    found = asked.call(lambda register, cause: register.verify(personal_id, claim, cause=cause))
    asked.record([personal_id], [actions.claim_code(name) for name in sorted(claimed)], {"result": found.result.value})
    return found


def lookup(actor: Actor, *, personal_id: str, fields: frozenset[Field], purpose: str, act: str) -> Facts | None:
    """Facts of one person, None when the register knows nobody; the answer is not kept.

    Refusals as in ``verify``; NotPermitted also for a field outside the purpose, Invalid for no field at all.
    """
    asked = ask(actor, Verb.LOOKUP, personal_id=personal_id, purpose=purpose, act=act, fields=fields)
    found = asked.call(lambda register, cause: register.lookup(personal_id, fields, cause=cause))
    asked.record([personal_id], map(actions.field_code, sorted(fields)), {"found": found is not None})
    return found


def household(
    actor: Actor, *, personal_id: str, fields: frozenset[Field], purpose: str, act: str
) -> Sequence[Facts] | None:
    """The living members of a household, head first; every one of them is told. Otherwise as ``lookup``."""
    asked = ask(actor, Verb.HOUSEHOLD, personal_id=personal_id, purpose=purpose, act=act, fields=fields)
    found = asked.call(lambda register, cause: register.household(personal_id, fields, cause=cause))
    members = [one.personal_id for one in found or ()]
    asked.record(
        dict.fromkeys([personal_id, *members]), map(actions.field_code, sorted(fields)), {"members": len(members)}
    )
    return found
