"""One reading of a card: a challenge of ours goes out, a signed answer comes back once, a receipt stays.

Everything is judged here. The agent and the page between us and it carry bytes; what they claim is compared with what
this server wrote down before.
"""

import hashlib
import hmac
import json
import secrets
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.chipid.api import TrustStore, verify
from dean06.kernel.chipid.types import CardRefused, FileId, Reason
from dean06.kernel.devices import actions, keys, limits, rules, selectors, trust, wire
from dean06.kernel.devices.models import LONGEST_CODE, Challenge, ReadPurpose, Terminal
from dean06.kernel.devices.services import receipts
from dean06.kernel.devices.types import (
    MESSAGES,
    CardFact,
    Order,
    ReadingRefused,
    ReceiptInfo,
    Refusal,
    SignedAnswer,
    TerminalState,
)
from dean06.kernel.parties import api as parties

CHALLENGE_SIZE = 8  # what every chip signs (ICAO 9303-11, 6.1)
# DG14 says how the chip signs and how it had to be opened; names with tones stand in DG13 alone.
ALWAYS = ("DG1", "DG14", "DG15")
IN_DG13 = frozenset({CardFact.FULL_NAME})
BROUGHT_ALONG = frozenset({FileId.SOD, FileId.COM, FileId.CARD_ACCESS})
ORDER_VERSION = 1


def begin_reading(actor: Actor, *, device: str, purpose: str, session: str) -> Order:
    """Order a reading: a fresh challenge for this terminal, purpose, person and browser session.

    ``device``: public key of the agent the page talks to; ``session``: a secret only that browser has. NotFound for an
    agent nobody enrolled, NotPermitted for a purpose or terminal that is not the actor's, TooMany; all are audited.
    """
    try:
        ratelimit.hit(limits.READING_LIMIT, str(actor.user_id))
        user_id, found = _purpose_for(actor, purpose)
        terminal = _terminal_for(actor, device)
    except DomainError as refusal:
        _write_refusal(actor, purpose, refusal)
        raise
    row = Challenge(
        terminal=terminal,
        purpose=found,
        nonce=secrets.token_hex(CHALLENGE_SIZE),
        user_id=user_id,
        session_digest=_digest(session),
        created_at=clock.now(),
        expires_at=clock.now() + limits.CHALLENGE_LIFETIME,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        record(
            actor,
            actions.BEGIN_READING,
            object_type=receipts.OBJECT,
            object_id=row.pk,
            details={"purpose": purpose},
            device=str(terminal.pk),
        )
    return _order(row)


def submit_reading(actor: Actor, *, answer: SignedAnswer, session: str) -> ReceiptInfo:
    """Judge an answer; the receipt of an accepted one. ReadingRefused with the reason for everything else.

    Whatever comes of it, one entry stands in the audit log, and a challenge that was the actor's is used up.
    Unavailable, with nothing used up, while the list of trusted certificates cannot be read; TooMany.
    """
    try:
        ratelimit.hit(limits.ANSWER_LIMIT, str(actor.user_id))
    except TooMany as refusal:
        with transaction.atomic():
            _write_turned_away(actor, refusal.code)
        raise
    trusted = trust.store()
    with transaction.atomic():
        outcome = _decide(actor, answer, session, trusted)
    if isinstance(outcome, ReadingRefused):
        raise outcome
    return outcome


def files_for(keeps: frozenset[CardFact]) -> tuple[str, ...]:
    """The files that hold what is kept, and no other: a portrait nobody keeps is not even read."""
    names = [*ALWAYS, *(["DG13"] if keeps & IN_DG13 else []), *(["DG2"] if CardFact.PORTRAIT in keeps else [])]
    return tuple(sorted(names))


def _order(row: Challenge) -> Order:
    """The challenge as the agent gets it, in a text this server signs."""
    files = files_for(selectors.purpose_info(row.purpose).keeps)
    body = json.dumps(
        {
            "version": ORDER_VERSION,
            "challenge_id": str(row.pk),
            "challenge": row.nonce,
            "device": row.terminal.device,
            "purpose": row.purpose.title,
            "files": files,
            "expires_at": row.expires_at.isoformat(),
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Order(
        challenge_id=row.pk,
        challenge=row.nonce,
        purpose=row.purpose.title,
        files=files,
        expires_at=row.expires_at,
        body=body,
        signature=keys.sign_order(body),
    )


def _purpose_for(actor: Actor, code: str) -> tuple[UUID, ReadPurpose]:
    found = selectors.purpose_row(code, clock.today())
    if actor.user_id is None or found is None or actor.role.value not in found.roles:
        raise NotPermitted("Vai đang dùng không được đọc thẻ vì mục đích này.", code="purpose_not_yours")
    return actor.user_id, found


def _write_refusal(actor: Actor, purpose: str, refusal: DomainError) -> None:
    """No card was asked for; that somebody tried is kept."""
    with transaction.atomic():
        record(
            actor,
            actions.BEGIN_REFUSED,
            object_type=receipts.OBJECT,
            object_id=new_id(),
            details={"purpose": purpose[:LONGEST_CODE], "reason": refusal.code},
        )


def _terminal_for(actor: Actor, device: str) -> Terminal:
    row = Terminal.objects.filter(device=device, state=TerminalState.ACTIVE).first() if device else None
    if row is None:
        raise NotFound(
            "Đầu đọc ở bàn này chưa đăng ký hoặc đã ngừng dùng. Báo người vận hành.", code="terminal_not_found"
        )
    if actor.role is not Role.CITIZEN and row.unit_code != actor.unit_code:
        raise NotPermitted("Đầu đọc này thuộc đơn vị khác.", code="terminal_of_other_unit")
    return row


def _decide(actor: Actor, answer: SignedAnswer, session: str, trusted: TrustStore) -> ReceiptInfo | ReadingRefused:
    try:
        said = wire.parse(answer.body)
    except wire.BadAnswer:
        return _turn_away(actor, Refusal.MALFORMED)
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("terminal", "purpose")
    row = rows.filter(pk=said.challenge_id).first()
    if row is None:
        return _turn_away(actor, Refusal.UNKNOWN_CHALLENGE)
    if row.user_id != actor.user_id or not hmac.compare_digest(row.session_digest, _digest(session)):
        return _turn_away(actor, Refusal.OTHER_SESSION, row)
    if row.used_at is not None:
        return _turn_away(actor, Refusal.CHALLENGE_USED, row)
    Challenge.objects.filter(pk=row.pk).update(used_at=clock.now())
    problem = _about_device(row, answer)
    if problem is not None:
        return receipts.refuse(actor, row, code=problem.value, message=MESSAGES[problem])
    return _judge(actor, row, said, trusted)


def _about_device(row: Challenge, answer: SignedAnswer) -> Refusal | None:
    """Why the answer does not count as this terminal's, in time."""
    if row.terminal.state != TerminalState.ACTIVE:
        return Refusal.TERMINAL_REVOKED
    if answer.device != row.terminal.device:
        return Refusal.OTHER_DEVICE
    if not wire.device_holds(row.terminal.device, answer.body.encode(), answer.signature):
        return Refusal.DEVICE_SIGNATURE
    return Refusal.CHALLENGE_EXPIRED if clock.now() >= row.expires_at else None


def _judge(actor: Actor, row: Challenge, said: wire.Answer, trusted: TrustStore) -> ReceiptInfo | ReadingRefused:
    """The card's own turn: issuer, chip, validity; and whose it is, where it must be the actor's."""
    if said.refused is not None:
        refused = CardRefused(said.refused)
        return receipts.refuse(
            actor, row, code=refused.reason.value, message=refused.message_vi, said_by=receipts.TERMINAL
        )
    if not _asked_for(row) >= said.files.keys():
        unasked = Refusal.UNASKED_FILES
        return receipts.refuse(actor, row, code=unasked.value, message=MESSAGES[unasked])
    try:
        card = verify(
            said.files,
            trust=trusted,
            at=clock.now(),
            challenge=bytes.fromhex(row.nonce),
            active_signature=said.active_signature,
        )
    except CardRefused as refusal:
        return receipts.refuse(actor, row, code=refusal.reason.value, message=refusal.message_vi)
    number = rules.personal_id_of(card)
    if not parties.is_personal_id(number):
        not_ours = CardRefused(Reason.NOT_AN_IDENTITY_CARD)
        return receipts.refuse(actor, row, code=not_ours.reason.value, message=not_ours.message_vi)
    subject = parties.subject_of(number)
    if actor.role is Role.CITIZEN and subject != actor.party_id:
        other = Refusal.OTHER_PERSON
        return receipts.refuse(actor, row, code=other.value, message=MESSAGES[other], subject=subject)
    return receipts.accept(actor, row, card=card, opened_by=said.opened_by, subject=subject)


def _asked_for(row: Challenge) -> frozenset[FileId]:
    """What may come: the files of the order, and what every reading brings along."""
    return frozenset(FileId[name] for name in files_for(selectors.purpose_info(row.purpose).keeps)) | BROUGHT_ALONG


def _turn_away(actor: Actor, refusal: Refusal, row: Challenge | None = None) -> ReadingRefused:
    """No receipt: the challenge is not there, not the actor's, or has one already."""
    _write_turned_away(actor, refusal.value, row)
    return ReadingRefused(MESSAGES[refusal], code=refusal.value)


def _write_turned_away(actor: Actor, reason: str, row: Challenge | None = None) -> None:
    record(
        actor,
        actions.REFUSE_READING,
        object_type=receipts.OBJECT,
        object_id=row.pk if row else new_id(),
        details={"reason": reason},
        device=str(row.terminal_id) if row else "",
    )


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
