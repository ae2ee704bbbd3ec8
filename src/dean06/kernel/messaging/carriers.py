"""One carrier a channel: turns deliveries into what the channel takes and hands them over. Outside any transaction."""

import smtplib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from dean06.kernel.base.wiring import resolve
from dean06.kernel.messaging import email
from dean06.kernel.messaging.models import Delivery, EmailAddress, InboxMessage, PhoneNumber
from dean06.kernel.messaging.types import Channel
from dean06.kernel.ports.handover import Fate, Outcome, Receipt, ReceiptRefused
from dean06.kernel.ports.sms import Sms, SmsGateway
from dean06.kernel.ports.vneid_inbox import Push, VneidInbox

SMTP, VNEID = "smtp", "vneid"
ADDRESS_GONE = "address_gone"
INBOX_PATH = "/hop-thu/"
WAITING = "Bà/ông có thông báo mới trên cổng dịch vụ công."


class Carrier(Protocol):
    """A channel as delivery sees it."""

    def providers(self) -> tuple[str, ...]:
        """Names of the providers, the preferred one first."""
        ...

    def carry(self, rows: Sequence[Delivery], *, without: AbstractSet[str]) -> list[Outcome]:
        """Hand deliveries over (message and party are loaded); an outcome for each, in any order."""
        ...

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """Receipts that were posted to us. ReceiptRefused."""
        ...

    def state(self, provider: str, reference: str) -> Receipt | None:
        """What became of one; None when that is not known."""
        ...


class EmailCarrier:
    """Letters over SMTP; no receipts."""

    def providers(self) -> tuple[str, ...]:
        """See Carrier."""
        return (SMTP,)

    def carry(self, rows: Sequence[Delivery], *, without: AbstractSet[str]) -> list[Outcome]:
        """See Carrier."""
        if SMTP in without:
            return [_outcome(row, Fate.LATER, SMTP, "switched_off") for row in rows]
        addresses = dict(_confirmed(EmailAddress, rows).values_list("party_id", "email"))
        there, gone = _split(rows, addresses.keys())
        try:
            fates = email.post_all([_letter(row, addresses[row.party_id]) for row in there]) if there else []
        except (OSError, smtplib.SMTPException) as error:  # nobody to talk to: nothing was handed over
            fates = [(Fate.LATER, type(error).__name__)] * len(there)
        return [*gone, *(_outcome(row, fate, SMTP, word) for row, (fate, word) in zip(there, fates, strict=True))]

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """See Carrier."""
        del provider, signature, body
        raise ReceiptRefused("this channel has no receipts")

    def state(self, provider: str, reference: str) -> Receipt | None:
        """See Carrier."""
        del provider, reference
        return None


class SmsCarrier:
    """Text messages through the gateway."""

    def providers(self) -> tuple[str, ...]:
        """See Carrier."""
        return resolve(SmsGateway).providers()

    def carry(self, rows: Sequence[Delivery], *, without: AbstractSet[str]) -> list[Outcome]:
        """See Carrier."""
        phones = dict(_confirmed(PhoneNumber, rows).values_list("party_id", "phone"))
        there, gone = _split(rows, phones.keys())
        batch = [
            Sms(
                reference=str(row.pk),
                phone=phones[row.party_id],
                text=row.message.sms,
                alphabet=row.message.sms_alphabet,
                provider=row.provider,
            )
            for row in there
        ]
        return [*gone, *(resolve(SmsGateway).send(batch, without=without) if batch else [])]

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """See Carrier."""
        return resolve(SmsGateway).read_receipts(provider, signature, body)

    def state(self, provider: str, reference: str) -> Receipt | None:
        """See Carrier."""
        return resolve(SmsGateway).state(provider, reference)


class VneidCarrier:
    """Notices in the VNeID application: a title, one sentence, the way here."""

    def providers(self) -> tuple[str, ...]:
        """See Carrier."""
        return (VNEID,)

    def carry(self, rows: Sequence[Delivery], *, without: AbstractSet[str]) -> list[Outcome]:
        """See Carrier."""
        if VNEID in without:
            return [_outcome(row, Fate.LATER, VNEID, "switched_off") for row in rows]
        there, gone = _split(rows, {row.party_id for row in rows if row.party.personal_id})
        letters = _letters_of(there)
        batch = [
            Push(
                reference=str(row.pk),
                personal_id=row.party.personal_id or "",
                title=row.message.subject,
                text=WAITING,
                link=settings.PUBLIC_URL + settings.VNEID_NOTICE_PATH.format(letters[row.message_id, row.party_id]),
            )
            for row in there
        ]
        return [*gone, *(resolve(VneidInbox).send(batch) if batch else [])]

    def read_receipts(self, provider: str, signature: str, body: bytes) -> Sequence[Receipt]:
        """See Carrier."""
        if provider != VNEID:
            raise ReceiptRefused("unknown provider")
        return resolve(VneidInbox).read_receipts(signature, body)

    def state(self, provider: str, reference: str) -> Receipt | None:
        """See Carrier."""
        del provider
        return resolve(VneidInbox).state(reference)


CARRIERS: dict[Channel, Carrier] = {
    Channel.EMAIL: EmailCarrier(),
    Channel.SMS: SmsCarrier(),
    Channel.VNEID: VneidCarrier(),
}


def _letter(row: Delivery, address: str) -> email.Letter:
    text = f"Bà/ông có thông báo mới: {row.message.subject}\n\nXem tại hộp thư: {settings.PUBLIC_URL}{INBOX_PATH}"
    return email.Letter(to=address, subject=row.message.subject, text=text, reference=str(row.pk))


def _confirmed(model: type[EmailAddress] | type[PhoneNumber], rows: Sequence[Delivery]) -> QuerySet[Any]:
    return model.objects.filter(party_id__in={row.party_id for row in rows}, confirmed_at__isnull=False)


def _letters_of(rows: Sequence[Delivery]) -> dict[tuple[UUID, UUID], UUID]:
    """The letter in each person's own inbox a notice leads to: its id says nothing, and opens for that person alone."""
    own = InboxMessage.objects.filter(
        message__in={row.message_id for row in rows}, party__in={row.party_id for row in rows}
    )
    return {(message, party): letter for message, party, letter in own.values_list("message_id", "party_id", "pk")}


def _split(rows: Sequence[Delivery], reached: AbstractSet[UUID]) -> tuple[list[Delivery], list[Outcome]]:
    """Those whose person can still be reached, and the refusals of the others."""
    there = [row for row in rows if row.party_id in reached]
    return there, [_outcome(row, Fate.REFUSED, "", ADDRESS_GONE) for row in rows if row.party_id not in reached]


def _outcome(row: Delivery, fate: Fate, provider: str, detail: str) -> Outcome:
    return Outcome(reference=str(row.pk), fate=fate, provider=provider, detail=detail)
