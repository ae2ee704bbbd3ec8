"""Asking the population register. What can be refused is refused before the call; nothing is shown unrecorded.

The call is made outside any transaction. Whatever comes of it - an answer, a refusal of ours, a failure of theirs -
leaves one entry in the audit log, filed under the person asked about even if that person has never come to us.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError
from dean06.kernel.ports.population import Claim, Comparison, Facts, Field
from dean06.kernel.registry import actions
from dean06.kernel.registry.services.asking import ask, check_claimed, check_fields, write_refusal
from dean06.kernel.registry.types import Verb


def verify(actor: Actor, *, personal_id: str, claim: Claim, purpose: str, act: str) -> Comparison:
    """Compare what somebody says of themselves with the register; only right or wrong is learnt.

    ``purpose`` is a code of the table, ``act`` the case that causes the call. Invalid for a malformed number or an
    empty claim, NotPermitted for a purpose that is not the actor's or does not compare this, TooMany, Unavailable.
    """
    claimed = {name for name, value in asdict(claim).items() if value}
    asked = ask(
        actor, Verb.VERIFY, personal_id=personal_id, purpose=purpose, act=act,
        check=lambda found: check_claimed(found, claimed),
    )  # fmt: skip
    found = asked.call(lambda register, cause: register.verify(personal_id, claim, cause=cause))
    asked.record([personal_id], [actions.claim_code(name) for name in sorted(claimed)], {"result": found.result.value})
    return found


def lookup(actor: Actor, *, personal_id: str, fields: frozenset[Field], purpose: str, act: str) -> Facts | None:
    """Facts of one person, None when the register knows nobody; the answer is not kept.

    Relatives whom the facts name are told too. Refusals as in ``verify``; NotPermitted also for a field outside the
    purpose, Invalid for no field at all.
    """
    asked = ask(
        actor, Verb.LOOKUP, personal_id=personal_id, purpose=purpose, act=act,
        check=lambda found: check_fields(found, fields),
    )  # fmt: skip
    found = asked.call(lambda register, cause: register.lookup(personal_id, fields, cause=cause))
    about = _everybody(personal_id, [found] if found else [])
    asked.record(about, map(actions.field_code, sorted(fields)), {"found": found is not None})
    return found


def household(
    actor: Actor, *, personal_id: str, fields: frozenset[Field], purpose: str, act: str
) -> Sequence[Facts] | None:
    """The living members of a household, head first; all of them, and relatives named, are told. As ``lookup``."""
    asked = ask(
        actor, Verb.HOUSEHOLD, personal_id=personal_id, purpose=purpose, act=act,
        check=lambda found: check_fields(found, fields),
    )  # fmt: skip
    found = asked.call(lambda register, cause: register.household(personal_id, fields, cause=cause))
    about = _everybody(personal_id, found or ())
    asked.record(about, map(actions.field_code, sorted(fields)), {"members": len(found or ())})
    return found


def refuse(actor: Actor, *, verb: Verb | None, personal_id: str, refusal: DomainError) -> None:
    """Write down what a page refused before asking: a purpose of others, a fact outside it, a bad file.

    ``verb``: None when what was wanted is none; ``personal_id``: as it was typed, empty when there was none.
    """
    write_refusal(actor, verb, personal_id, refusal)


def _everybody(asked: str, people: Iterable[Facts]) -> list[str]:
    """Whose data an answer shows, the one asked about first: those it is about and those it names beside them."""
    shown = [asked]
    for one in people:
        shown += [one.personal_id, *(other.personal_id for other in one.related.values() if other.personal_id)]
    return list(dict.fromkeys(shown))
