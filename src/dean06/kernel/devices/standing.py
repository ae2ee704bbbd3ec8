"""Who stands at a counter: proved by the card read there, or known to our books by her number alone."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.devices.services.receipts import receipt
from dean06.kernel.devices.types import CardFact, ReceiptInfo, Verdict
from dean06.kernel.parties import api as parties

UNKNOWN = "Chưa có người này trong sổ. Đọc thẻ căn cước của người đó rồi làm tiếp từ phiếu đọc thẻ."
TOO_LITTLE = "Lượt đọc thẻ này chưa cho biết là ai. Hãy đọc thẻ lại với mục đích xác minh."


def reading_named(actor: Actor, receipt_id: str) -> ReceiptInfo | None:
    """The reading an address names; None when it names none. NotFound for one of another counter."""
    if not receipt_id:
        return None
    try:
        return receipt(actor, receipt_id=UUID(receipt_id))
    except ValueError:
        raise NotFound("Không có lượt đọc thẻ này.") from None


def says_who(reading: ReceiptInfo) -> bool:
    """Whether a reading tells who somebody is."""
    return reading.verdict is Verdict.ACCEPTED and bool(reading.facts.get(CardFact.PERSONAL_ID))


def person_of(actor: Actor, reading: ReceiptInfo) -> UUID:
    """Whose card was read, entered into our books if need be. Invalid for a reading that proves too little."""
    if not says_who(reading):
        raise Invalid(TOO_LITTLE, code="proves_too_little")
    number = reading.facts[CardFact.PERSONAL_ID]
    return parties.find_person(number) or _entered(actor, number, reading.facts)


def person_numbered(actor: Actor, number: str, *, field: str, purpose: str, legal_basis: str) -> UUID:
    """Somebody in our books, by the number alone; the look is hers to see. Invalid at the field for nobody."""
    found = parties.search_people(actor, text=number, purpose=purpose, legal_basis=legal_basis)
    if not found:
        raise Invalid(UNKNOWN, field=field, code="person_unknown")
    return found[0].id


def _entered(actor: Actor, number: str, facts: Mapping[CardFact, str]) -> UUID:
    name, born = facts.get(CardFact.FULL_NAME, ""), facts.get(CardFact.BIRTH_ON, "")
    if not name:
        raise Invalid(TOO_LITTLE, code="proves_too_little")
    return parties.register_person(
        actor,
        personal_id=number,
        full_name=name,
        birth_on=date.fromisoformat(born) if born else None,
        sex=facts.get(CardFact.SEX, "unknown"),
        is_fictional=parties.is_fictional_id(number),
    )
