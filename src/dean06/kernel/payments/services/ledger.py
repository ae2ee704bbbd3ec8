"""Writes of the ledger: open an account, post transfers, let holds expire."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.payments import actions
from dean06.kernel.payments.insert import insert
from dean06.kernel.payments.models import Account, Posting, Transfer
from dean06.kernel.payments.models.ledger import LONGEST_CODE, LONGEST_KEY, LONGEST_REASON
from dean06.kernel.payments.refusals import MESSAGES, refusal
from dean06.kernel.payments.types import ENDS_HOLD, Draft, Kind, Limit, Posted, release

MOST_TRANSFERS = 1000
EXPIRED_AT_ONCE = 500


def open_account(actor: Actor, *, code: str, title: str, limit: Limit = Limit.NONE, unit_code: str = "") -> UUID:
    """Open an account, or find the one with this code; Conflict when that one is of another kind. Returns its id."""
    if not code or len(code) > LONGEST_CODE:
        raise Invalid("Mã tài khoản trống hoặc quá dài.", code="bad_account_code")
    with transaction.atomic():
        account, is_new = Account.objects.get_or_create(
            code=code, defaults={"title": title, "limit": limit, "unit_code": unit_code}
        )
        if (account.limit, account.unit_code) != (limit, unit_code):
            raise Conflict(f"Tài khoản {code} đã có với loại khác.", code="account_differs")
        if is_new:
            audit.record(
                actor,
                actions.OPEN_ACCOUNT,
                object_type="payments.account",
                object_id=account.id,
                details={"code": code, "limit": limit, "unit": unit_code},
            )
    return account.id


def post(actor: Actor, *, key: str, drafts: Sequence[Draft], reason: str) -> Posted:
    """Write transfers, all or none. The same key and drafts again: the first answer; the same key for others: Conflict.

    ``key`` names the intention, for ever; ``reason`` is what the books say (an order, a case), no personal data.
    Joins the caller's transaction. Conflict (``code`` is the constraint's name) when an account would pass its limit
    or a hold has ended or is over; Invalid for what cannot be a posting. Whoever may pay is the caller's decision.
    """
    _check(key, drafts, reason)
    posting = Posting(key=key, digest=_digest(drafts, reason), reason=reason, at=clock.now())
    try:
        with transaction.atomic():
            ids = insert(posting, drafts)
            if not ids:
                return _repeat(posting)
            audit.record(
                actor,
                actions.POST,
                object_type="payments.posting",
                object_id=posting.id,
                details={"key": key, "amounts": [draft.amount for draft in drafts], "kinds": [d.kind for d in drafts]},
            )
    except LookupError as error:
        raise _missing(drafts) from error
    except IntegrityError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error
    return Posted(posting_id=posting.id, transfer_ids=tuple(ids), is_repeat=False)


def expire_due() -> int:
    """Give back every hold whose time is over; returns how many. Each is a posting of its own."""
    ended = Transfer.objects.filter(hold__isnull=False).values("hold")
    due = Transfer.objects.filter(kind=Kind.HOLD, expires_at__lte=clock.now()).exclude(id__in=ended)
    done = 0
    for hold_id in due.values_list("id", flat=True)[:EXPIRED_AT_ONCE]:
        done += not _expire(hold_id).is_repeat
    return done


def end_hold(held: Transfer | None) -> None:
    """Give a hold back whole, whether its time is over or not; nothing when it has ended. Piece of a service."""
    if held is None or Transfer.objects.filter(hold=held).exists():
        return
    if held.expires_at is not None and held.expires_at <= clock.now():
        _expire(held.pk)
    else:
        post(SYSTEM, key=f"release:{held.pk}", drafts=[release(held.pk)], reason="Trả lại tiền giữ")


def _expire(hold_id: UUID) -> Posted:
    draft = Draft(kind=Kind.EXPIRE, hold_id=hold_id)
    return post(SYSTEM, key=f"expire:{hold_id}", drafts=[draft], reason="Hết hạn giữ tiền")


def _check(key: str, drafts: Sequence[Draft], reason: str) -> None:
    if not key or len(key) > LONGEST_KEY or not reason or len(reason) > LONGEST_REASON:
        raise Invalid("Bút toán cần khóa và lý do, không quá dài.", code="bad_posting")
    if not 0 < len(drafts) <= MOST_TRANSFERS:
        raise Invalid(f"Một lần ghi có từ 1 đến {MOST_TRANSFERS} bút toán.", code="bad_posting")
    if any(draft.amount is not None and draft.amount <= 0 for draft in drafts):
        raise Invalid("Số tiền phải lớn hơn 0.", code="bad_amount")
    if any(draft.amount is None for draft in drafts if draft.kind not in ENDS_HOLD):
        raise Invalid("Bút toán thiếu số tiền.", code="bad_amount")
    if any(draft.debit == draft.credit for draft in drafts if draft.kind not in ENDS_HOLD):
        raise Invalid("Tài khoản ghi nợ và ghi có phải khác nhau.", code="same_account")


def _digest(drafts: Sequence[Draft], reason: str) -> str:
    facts = [
        [draft.kind, draft.debit, draft.credit, draft.amount, str(draft.hold_id), str(draft.expires_at)]
        for draft in drafts
    ]
    return hashlib.sha256(json.dumps([reason, facts], ensure_ascii=False).encode()).hexdigest()


def _repeat(posting: Posting) -> Posted:
    first = Posting.objects.get(key=posting.key)
    if first.digest != posting.digest:
        raise Conflict("Mã giao dịch này đã dùng cho một bút toán khác.", code="key_used")
    ids = Transfer.objects.filter(posting=first).order_by("position").values_list("id", flat=True)
    return Posted(posting_id=first.id, transfer_ids=tuple(ids), is_repeat=True)


def _missing(drafts: Sequence[Draft]) -> Invalid | Conflict:
    """Which account nobody opened; if all are there, it is a hold."""
    codes = {code for draft in drafts for code in (draft.debit, draft.credit) if code}
    missing = codes - set(Account.objects.filter(code__in=codes).values_list("code", flat=True))
    if missing:
        return Invalid(f"Chưa mở tài khoản: {', '.join(sorted(missing))}", code="no_account")
    return Conflict(MESSAGES["payments_not_this_hold"], code="payments_not_this_hold")
