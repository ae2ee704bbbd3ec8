"""How the portal speaks to a person: "bà", "ông", or both when the register does not say."""

from dean06.kernel.base.actor import Actor
from dean06.kernel.parties import api as parties

BY_SEX = {"female": "bà", "male": "ông"}
UNKNOWN = "bà/ông"


def address(actor: Actor) -> str:
    """The word for this person, from the register."""
    if actor.party_id is None:
        return UNKNOWN
    return BY_SEX.get(parties.party(actor.party_id).sex, UNKNOWN)
