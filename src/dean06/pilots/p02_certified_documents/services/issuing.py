"""From a signed act to the copy in the wallet, once the fee is paid, however often the worker dies between the two."""

from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.delivery import handles
from dean06.kernel.base.errors import Conflict
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import OrderPaid
from dean06.kernel.payments.types import State as PaymentState
from dean06.pilots.p02_certified_documents import actions, rules
from dean06.pilots.p02_certified_documents.models import Certification
from dean06.pilots.p02_certified_documents.rules import KIND, LONGEST_REASON, State, book_number
from dean06.pilots.p02_certified_documents.services import deciding, writing

TOPIC = "p02.release"
PREFIX = "p02:"
COPY_NAME = "Bản sao chứng thực: {original}"
SWEPT_AT_ONCE = 200


def note_paid(event: OrderPaid) -> None:
    """The fee of a copy came in: the worker makes the copy."""
    if event.subject.startswith(PREFIX):
        with transaction.atomic():
            _enqueue(UUID(event.subject.removeprefix(PREFIX)))


def catch_up() -> int:
    """Copies whose fee was paid while nobody listened; returns how many were found."""
    waiting = Certification.objects.filter(state=State.SIGNED).order_by("decided_at")[:SWEPT_AT_ONCE]
    paid = payments.paid_among([deciding.SUBJECT.format(id=row.pk) for row in waiting])
    for event in paid:
        note_paid(event)
    return len(paid)


@handles(TOPIC, local=True)
def release(payload: dict[str, Any], message_id: str) -> None:
    """Make the copy and note that it is made, in the one transaction of the delivery: a crash leaves neither.

    The row is locked, so nobody withdraws a copy that is being made.
    """
    del message_id
    row = Certification.objects.select_for_update().get(pk=UUID(payload["certification"]))
    if row.state != State.SIGNED:
        return
    document_id = documents.issue_document(
        SYSTEM,
        reference=deciding.SUBJECT.format(id=row.pk),
        kind=KIND,
        holder_id=row.holder_id,
        unit_code=row.issuer_code,
        number=book_number(row.number or 0, row.year or 0),
        facts=facts(row),
        copy_of=row.original_kind,
        name=COPY_NAME.format(original=row.original_name),
        words=words(row),
        pages=pictures(row),
    )
    writing.move(row, State.ISSUED)
    row.issued_at = clock.now()
    writing.saved(row)
    writing.record(SYSTEM, actions.ISSUE, row, {"document": str(document_id)})


def withdraw(actor: Actor, *, certification_id: UUID, revision: int, reason: str) -> None:
    """Take a copy back for good, with the reason its holder reads; its number stays in the book.

    Before it is issued the fee is called off. Invalid without a reason, Conflict in any other state.
    """
    said = writing.clean(reason, field="reason", longest=LONGEST_REASON, what="lý do thu hồi")
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        subject = deciding.SUBJECT.format(id=row.pk)
        writing.move(row, State.WITHDRAWN)
        row.withdrawn_at, row.withdrawn_by, row.reason = clock.now(), writing.signature_of(actor), said
        writing.saved(row)
        payments.call_off(SYSTEM, subject=subject)
        if line := documents.document_of(subject):
            documents.withdraw_document(actor, document_id=line.id, reason=said)
        writing.record(actor, actions.WITHDRAW, row)


def ask_fee_again(actor: Actor, *, certification_id: UUID, revision: int) -> None:
    """A new order for a fee whose order ran out. Conflict while one lives, or when it is paid."""
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        order = payments.order_for(SYSTEM, subject=deciding.SUBJECT.format(id=row.pk))
        if row.state != State.SIGNED or (order and order.state in (PaymentState.OPEN, PaymentState.PAID)):
            raise Conflict("Khoản phí này còn hiệu lực hoặc đã nộp.", code="order_lives")
        writing.saved(row)
        deciding.ask_fee(actor, row, again=row.revision)
        writing.record(actor, actions.ASK_FEE, row)


def facts(row: Certification) -> dict[str, str]:
    """What stands on the copy."""
    said = {
        "original_name": row.original_name,
        "original_number": row.original_number,
        "original_issuer": row.original_issuer,
        "original_on": row.original_on.isoformat() if row.original_on else "",
        "pages": str(row.pages),
        "original_sha256": row.scan_sha256,
        "certified_by": row.decided_by,
        "book_number": book_number(row.number or 0, row.year or 0),
    }
    return {name: value for name, value in said.items() if value}


def words(row: Certification) -> tuple[str, ...]:
    """The certification's words, with the act they come of."""
    at = clock.local(row.decided_at or clock.now())
    return rules.words(
        officer=row.decided_by,
        post=row.decided_post,
        unit=parties.unit_name(row.issuer_code, at.date()),
        number=book_number(row.number or 0, row.year or 0),
        at=at,
        pages=row.pages,
        digest=row.scan_sha256,
        act=str(row.pk),
    )


def pictures(row: Certification) -> tuple[bytes, ...]:
    """The pages, in their order."""
    return tuple(_content(sha256) for sha256 in row.scanned.values_list("sha256", flat=True))


def _content(sha256: str) -> bytes:
    with documents.open_file(sha256) as file:
        return file.read()


def _enqueue(certification_id: UUID) -> None:
    outbox.enqueue(TOPIC, {"certification": str(certification_id)}, message_id=f"{TOPIC}:{certification_id}")
