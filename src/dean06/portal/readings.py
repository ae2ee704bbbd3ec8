"""A reading as the portal completes it: the card is compared with the population register before anything is shown."""

from dataclasses import replace

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted, TooMany, Unavailable
from dean06.kernel.base.wiring import NotBound
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import CardFact, ReceiptInfo
from dean06.kernel.ports.population import Facts, Field
from dean06.kernel.registry import api as registry

REGISTER_PURPOSE, STEP_UP_PURPOSE = "can_cuoc", "nang_muc_bang_the"
ASKED = frozenset({Field.FULL_NAME, Field.BIRTH, Field.SEX, Field.LIFE_STATUS})
COMPARABLE = frozenset({CardFact.PERSONAL_ID, CardFact.FULL_NAME})


def compare(actor: Actor, receipt: ReceiptInfo) -> ReceiptInfo:
    """The receipt with how the card stands against the register; untouched when its purpose keeps nothing to compare.

    A register that says nothing, for whatever reason, is written on the receipt, not raised: the card has been read,
    and an officer must see that nobody compared.
    """
    if not frozenset(receipt.facts) >= COMPARABLE:
        return receipt
    found, outcome = _ask(actor, receipt, ASKED, REGISTER_PURPOSE)
    return devices.note_comparison(actor, receipt_id=receipt.id, register=found, outcome=outcome)


def check_alive(actor: Actor, receipt: ReceiptInfo) -> ReceiptInfo:
    """The same for a citizen's own card, before it raises her level: whether the register holds her to be alive.

    The platform asks, because of what she does: no citizen asks the register herself.
    """
    asker = replace(actor, role=Role.SYSTEM)
    found, outcome = _ask(asker, receipt, frozenset({Field.LIFE_STATUS}), STEP_UP_PURPOSE)
    return devices.note_comparison(actor, receipt_id=receipt.id, register=found, outcome=outcome)


def _ask(actor: Actor, receipt: ReceiptInfo, fields: frozenset[Field], purpose: str) -> tuple[Facts | None, str]:
    """What the register says, or why it said nothing."""
    number = receipt.facts[CardFact.PERSONAL_ID]
    try:
        return registry.lookup(actor, personal_id=number, fields=fields, purpose=purpose, act=receipt.code), ""
    except NotBound:
        return None, devices.UNBOUND
    except Unavailable:
        return None, devices.AWAY
    except TooMany:
        return None, devices.LIMITED
    except NotPermitted:
        return None, devices.DENIED
