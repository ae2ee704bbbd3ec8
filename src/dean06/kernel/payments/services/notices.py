"""A notice of the bank comes in: believed or refused, each message once, and its credit booked."""

import hashlib
from collections.abc import Mapping

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.base.wiring import resolve
from dean06.kernel.payments import actions
from dean06.kernel.payments.models import BankNotice
from dean06.kernel.payments.rules import Verdict
from dean06.kernel.payments.services.incoming import book_credit
from dean06.kernel.payments.types import BankCredit, Booked, Source
from dean06.kernel.ports.bank import Bank, Notice, NoticeRefused

DEVICE = "bank"
# What of a refusal is the sender's to mend, and what means that he is not who he says.
UNREADABLE = frozenset({"unsigned", "malformed", "oversized"})


def receive_notice(*, headers: Mapping[str, str], body: bytes) -> Booked:
    """Book the credit a notice tells of. The same message again: the first answer.

    NotPermitted for a signature or an hour that does not hold; Invalid for no signature, for a body that cannot be read
    and for a credit that is not ours to book; Conflict for a message id or a bank reference used for something else.
    All refusals are written down.
    """
    try:
        notice = resolve(Bank).read_notice(headers, body, now=clock.now())
    except NoticeRefused as refused:
        _record_refusal(refused.reason)
        kind = Invalid if refused.reason in UNREADABLE else NotPermitted
        raise kind("Thông báo của ngân hàng không được chấp nhận.", code=f"notice_{refused.reason}") from refused
    try:
        with transaction.atomic():
            return _book(notice, hashlib.sha256(body).hexdigest())
    except DomainError as error:
        _record_refusal(error.code)
        raise


def _book(notice: Notice, digest: str) -> Booked:
    known = BankNotice.objects.select_related("credit").filter(message_id=notice.message_id).first()
    if known is not None:
        if known.digest != digest:
            raise Conflict("Mã thông báo này đã dùng cho một thông báo khác.", code="notice_reused")
        return Booked(
            credit_id=known.credit_id,
            verdict=Verdict(known.credit.verdict),
            order_id=known.credit.order_id,
            is_repeat=True,
        )
    told = BankCredit(
        account_code=notice.account_code,
        bank_reference=notice.bank_reference,
        amount=Dong(notice.amount),
        content=notice.content,
        booked_at=notice.booked_at,
        currency=notice.currency,
    )
    booked = book_credit(SYSTEM, credit=told, source=Source.NOTICE, device=DEVICE)
    kept = BankNotice(message_id=notice.message_id, digest=digest, credit_id=booked.credit_id)
    BankNotice.objects.bulk_create([kept], ignore_conflicts=True)
    return booked


def _record_refusal(reason: str) -> None:
    with transaction.atomic():
        audit.record(
            SYSTEM,
            actions.REFUSE_NOTICE,
            object_type="payments.notice",
            object_id="refused",
            details={"reason": reason},
            device=DEVICE,
        )
