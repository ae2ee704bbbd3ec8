"""A reading as the portal completes it: the card is compared with the population register before anything is shown."""

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted, TooMany, Unavailable
from dean06.kernel.base.wiring import NotBound
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import CardFact, ReceiptInfo
from dean06.kernel.ports.population import Field
from dean06.kernel.registry import api as registry

REGISTER_PURPOSE = "can_cuoc"
ASKED = frozenset({Field.FULL_NAME, Field.BIRTH, Field.SEX, Field.LIFE_STATUS})
COMPARABLE = frozenset({CardFact.PERSONAL_ID, CardFact.FULL_NAME})


def compare(actor: Actor, receipt: ReceiptInfo) -> ReceiptInfo:
    """The receipt with how the card stands against the register; untouched when its purpose keeps nothing to compare.

    A register that says nothing, for whatever reason, is written on the receipt, not raised: the card has been read,
    and an officer must see that nobody compared.
    """
    if not frozenset(receipt.facts) >= COMPARABLE:
        return receipt
    number, outcome, found = receipt.facts[CardFact.PERSONAL_ID], "", None
    try:
        found = registry.lookup(actor, personal_id=number, fields=ASKED, purpose=REGISTER_PURPOSE, act=receipt.code)
    except NotBound:
        outcome = devices.UNBOUND
    except Unavailable:
        outcome = devices.AWAY
    except TooMany:
        outcome = devices.LIMITED
    except NotPermitted:
        outcome = devices.DENIED
    return devices.note_comparison(actor, receipt_id=receipt.id, register=found, outcome=outcome)
