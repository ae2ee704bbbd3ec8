"""Receipts: written once inside the reading's transaction, signed, spent at most once, compared with the register."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.chipid.types import Opening, VerifiedCard
from dean06.kernel.devices import actions, keys, limits, rules, selectors
from dean06.kernel.devices.models import Challenge, Receipt
from dean06.kernel.devices.types import CardFact, Proof, ReadingRefused, ReceiptInfo, Verdict
from dean06.kernel.ports.population import Facts

OBJECT = "devices.reading"
VERSION = 1
# How a comparison with the register ended, beside the names of what differs.
SAME, DIFFERENT, NOBODY = "same", "different", "nobody"
# Nothing came back: it does not answer, none is connected, this officer asked too often, or may not ask.
AWAY, UNBOUND, LIMITED, DENIED = "away", "unbound", "limited", "denied"
SERVER, TERMINAL = "server", "terminal"
MAY_EMPTY = frozenset({Role.OPERATOR, Role.SYSTEM})


def accept(
    actor: Actor, row: Challenge, *, card: VerifiedCard, opened_by: Opening, subject: UUID
) -> ReceiptInfo:  # fmt: skip
    """The receipt of a card that holds, with what the purpose keeps. Piece of a service, inside its transaction."""
    keeps = selectors.purpose_info(row.purpose).keeps
    facts = rules.kept(rules.facts_of(card, clock.today()), keeps)
    signer = rules.holder(card.signer)
    about = {
        "level": card.level.value,
        "sod_sha256": card.sod_sha256,
        "signer": signer,
        "opened_by": opened_by.value,
        "facts": sorted(facts),
    }
    receipt = _new(actor, row, Verdict.ACCEPTED, about)
    receipt.subject_id = subject if CardFact.PERSONAL_ID in keeps else None
    receipt.level, receipt.sod_sha256, receipt.signer = card.level.value, card.sod_sha256, signer
    receipt.facts = facts
    receipt.save(force_insert=True)
    _record(actor, receipt, actions.ACCEPT_READING, subject, fields=tuple(map(actions.field_code, sorted(facts))))
    return selectors.receipt_info(receipt)


def refuse(
    actor: Actor, row: Challenge, *, code: str, message: str, subject: UUID | None = None, said_by: str = SERVER
) -> ReadingRefused:  # fmt: skip
    """The receipt of a refusal, and the error to raise once it is kept. Piece of a service, inside its transaction.

    ``said_by``: who judged; of what the terminal says, nothing can be shown to anybody else.
    """
    receipt = _new(actor, row, Verdict.REFUSED, {"reason": code, "said_by": said_by})
    receipt.reason = code
    receipt.save(force_insert=True)
    _record(actor, receipt, actions.REFUSE_READING, subject)
    return ReadingRefused(message, code=code, receipt_id=receipt.pk)


def spend(actor: Actor, *, receipt_id: UUID) -> Proof:
    """What a session may stand on, once, within ``PROOF_LIFETIME``, for whoever had the card read; then it is gone.

    Piece of a service of identity, inside its transaction: the person's own record takes the facts over. NotFound for
    a receipt that is not the actor's, gives no session or was read in another hat, Conflict when it is spent or old or
    the register holds its person dead. ``level`` is the purpose's highest; ``rules.session_level`` says which one is
    reached.
    """
    row = _own(actor, receipt_id)
    if row.purpose.level == 0 or actor.role.value not in row.purpose.roles:
        raise NotFound("Lượt đọc thẻ này không dùng để đăng nhập.", code="receipt_not_found")
    if row.spent_at is not None or clock.now() >= row.at + limits.PROOF_LIFETIME:
        raise Conflict("Lượt đọc thẻ này đã dùng hoặc đã quá giờ. Đọc thẻ lại.", code="receipt_spent")
    if rules.LIFE in (row.compared or {}).get("differs", ()):
        raise Conflict(
            "Cơ sở dữ liệu dân cư ghi người này đã mất hoặc mất tích. Không đăng nhập; mời làm rõ với Công an xã.",
            code="life_status",
        )
    facts: Mapping[str, str] = row.facts
    Receipt.objects.filter(pk=row.pk).update(spent_at=clock.now(), facts={})
    born = facts.get(CardFact.BIRTH_ON, "")
    return Proof(
        receipt_id=row.pk,
        terminal_id=row.terminal_id,
        personal_id=facts[CardFact.PERSONAL_ID],
        full_name=facts.get(CardFact.FULL_NAME, ""),
        birth_on=date.fromisoformat(born) if born else None,
        sex=facts.get(CardFact.SEX, rules.UNKNOWN),
        level=row.purpose.level,
        needs_presence=row.purpose.needs_presence,
        is_in_register=(row.compared or {}).get("outcome") == SAME,
        purpose=row.purpose.title,
        legal_basis=row.purpose.legal_basis,
    )


def note_comparison(
    actor: Actor, *, receipt_id: UUID, register: Facts | None, outcome: str = ""
) -> ReceiptInfo:  # fmt: skip
    """Keep how the card stands against the register: names of what differs, never the register's values.

    ``outcome``: why nothing came back (``AWAY`` and its like); otherwise told from ``register`` (None: it knows
    nobody). NotFound for a receipt that is not the actor's.
    """
    with transaction.atomic():
        row = _own(actor, receipt_id)
        wrong = (
            rules.differences({CardFact(name): text for name, text in row.facts.items()}, register) if register else []
        )
        row.compared = {"outcome": outcome or _outcome(register, wrong), "differs": wrong}
        Receipt.objects.filter(pk=row.pk).update(compared=row.compared)
        record(
            actor,
            actions.COMPARE_READING,
            object_type=OBJECT,
            object_id=row.pk,
            purpose=row.purpose.title,
            legal_basis=row.purpose.legal_basis,
            subjects=[row.subject_id] if row.subject_id else [],
            details=row.compared,
        )
        return selectors.receipt_info(row)


def receipt(actor: Actor, *, receipt_id: UUID) -> ReceiptInfo:
    """A receipt, for whoever had the card read; the look is written down with what was shown. NotFound otherwise.

    Facts a session could have stood on are not shown past their time, whether or not they are emptied yet.
    """
    with transaction.atomic():
        rows = Receipt.objects.select_related("purpose", "terminal")
        row = rows.filter(pk=receipt_id, user_id=actor.user_id).first() if actor.user_id else None
        if row is None:
            raise NotFound("Không có lượt đọc thẻ này.", code="receipt_not_found")
        if row.purpose.level and clock.now() >= row.at + limits.PROOF_LIFETIME:
            row.facts = {}
        subject = row.subject_id if row.facts else None
        fields = tuple(actions.field_code(CardFact(name)) for name in sorted(row.facts))
        _record(actor, row, actions.LOOK_AT_RECEIPT, subject, fields=fields)
        return selectors.receipt_info(row)


def empty_unspent(actor: Actor = SYSTEM) -> int:
    """Empty the facts of readings that were to open a session and did not in time; returns how many."""
    if actor.role not in MAY_EMPTY:
        raise NotPermitted("Chỉ hệ thống và người vận hành xoá được dữ liệu thẻ quá giờ.")
    with transaction.atomic():
        late = Receipt.objects.filter(
            purpose__level__gt=0, spent_at=None, at__lte=clock.now() - limits.PROOF_LIFETIME
        ).exclude(facts={})
        count = late.update(facts={})
        if count:
            record(
                actor, actions.EMPTY_UNSPENT, object_type=OBJECT, object_id="unspent", details={"count": count}
            )  # fmt: skip
    return count


def _own(actor: Actor, receipt_id: UUID) -> Receipt:
    """The accepted reading of this actor, locked."""
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("purpose", "terminal")
    row = rows.filter(pk=receipt_id, user_id=actor.user_id, verdict=Verdict.ACCEPTED).first() if actor.user_id else None
    if row is None:
        raise NotFound("Không có lượt đọc thẻ này.", code="receipt_not_found")
    return row


def _outcome(register: Facts | None, wrong: list[str]) -> str:
    if register is None:
        return NOBODY
    return DIFFERENT if wrong else SAME


def _new(actor: Actor, row: Challenge, verdict: Verdict, about: Mapping[str, Any]) -> Receipt:
    """A receipt not yet saved, its text signed. The text names no person: it may be shown to prove the act."""
    receipt_id, at = new_id(), clock.now()
    body = json.dumps(
        {
            "version": VERSION,
            "receipt": str(receipt_id),
            "challenge": row.nonce,
            "terminal": str(row.terminal_id),
            "purpose": row.purpose.code,
            "at": at.isoformat(),
            "verdict": verdict.value,
            **about,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    signature, key = keys.sign(body)
    return Receipt(
        id=receipt_id,
        challenge=row,
        terminal=row.terminal,
        purpose=row.purpose,
        user_id=row.user_id,
        unit_code=actor.unit_code,
        verdict=verdict,
        body=body,
        signature=signature,
        key=key,
        at=at,
    )


def _record(
    actor: Actor, receipt: Receipt, action: str, subject: UUID | None, *, fields: tuple[str, ...] = ()
) -> None:  # fmt: skip
    """The entry about a reading; it holds the digest of the receipt's exact text."""
    record(
        actor,
        action,
        object_type=OBJECT,
        object_id=receipt.pk,
        purpose=receipt.purpose.title,
        legal_basis=receipt.purpose.legal_basis,
        subjects=[subject] if subject else [],
        fields=fields,
        details={
            "receipt_sha256": hashlib.sha256(receipt.body.encode()).hexdigest(),
            "challenge": str(receipt.challenge_id),
            **({"reason": receipt.reason} if receipt.reason else {}),
        },
        device=str(receipt.terminal_id),
    )
