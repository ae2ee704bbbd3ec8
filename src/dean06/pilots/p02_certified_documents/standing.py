"""Who stands at the counter: proved by her card, or known by her number, as the one-stop counter does it."""

from datetime import date
from uuid import UUID

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import CardFact, ReceiptInfo, Verdict
from dean06.kernel.parties import api as parties
from dean06.pilots.p02_certified_documents.actions import LAW, PURPOSE

FICTIONAL_PREFIX = "000"
UNKNOWN = "Chưa có người này trong sổ. Đọc thẻ căn cước của người đó rồi nhận bản chính từ phiếu đọc thẻ."
BAD_CARD = "Lượt đọc thẻ này không dùng được. Hãy đọc thẻ lại với mục đích xác minh."


def card(actor: Actor, receipt_id: str) -> ReceiptInfo | None:
    """The reading named in an address; None when none is. NotFound for one of another counter."""
    if not receipt_id:
        return None
    try:
        return devices.receipt(actor, receipt_id=UUID(receipt_id))
    except ValueError:
        raise NotFound("Không có lượt đọc thẻ này.") from None


def by_number(actor: Actor, number: str) -> UUID:
    """Somebody in our books, by the number alone; the look is hers to see. Invalid for nobody."""
    found = parties.search_people(actor, text=number, purpose=PURPOSE, legal_basis=LAW)
    if not found:
        raise Invalid(UNKNOWN, field="person")
    return found[0].id


def by_card(actor: Actor, receipt: ReceiptInfo) -> UUID:
    """Whose card was read, entered into our books if need be. Invalid for a reading that proves too little."""
    number, name = receipt.facts.get(CardFact.PERSONAL_ID, ""), receipt.facts.get(CardFact.FULL_NAME, "")
    if receipt.verdict is not Verdict.ACCEPTED or not number:
        raise Invalid(BAD_CARD)
    if known := parties.find_person(number):
        return known
    if not name:
        raise Invalid(BAD_CARD)
    born = receipt.facts.get(CardFact.BIRTH_ON, "")
    return parties.register_person(
        actor,
        personal_id=number,
        full_name=name,
        birth_on=date.fromisoformat(born) if born else None,
        sex=receipt.facts.get(CardFact.SEX, "unknown"),
        is_fictional=number.startswith(FICTIONAL_PREFIX),
    )
