"""Reads of devices: terminals for operators, purposes for whoever may use them, receipts for whoever read the card."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.chipid.types import ProofLevel
from dean06.kernel.devices.models import ReadPurpose, Receipt, Terminal
from dean06.kernel.devices.trust import TrustedFile, files
from dean06.kernel.devices.types import CardFact, ReadPurposeInfo, ReceiptInfo, TerminalInfo, TerminalState, Verdict
from dean06.kernel.parties import api as parties

CODE_LETTERS = 12


def terminals(actor: Actor) -> list[TerminalInfo]:
    """Every terminal, those in use first. For operators."""
    _require_operator(actor)
    newest = Receipt.objects.filter(terminal=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = Terminal.objects.annotate(last_read_at=Subquery(newest))
    return sorted(map(_terminal_info, rows), key=lambda one: one.state == TerminalState.REVOKED)


def trusted_files(actor: Actor) -> list[TrustedFile]:
    """The certificates and lists cards are judged by. For operators; Unavailable names a file that cannot be used."""
    _require_operator(actor)
    return files()


def read_purposes(actor: Actor) -> list[ReadPurposeInfo]:
    """What the actor may read a card for today: what opens a session first, then by title."""
    rows = _on(clock.today()).filter(roles__contains=[actor.role.value])
    return [purpose_info(row) for row in rows.order_by("-level", "title")]


def purpose_row(code: str, day: date) -> ReadPurpose | None:
    """The purpose as it stands on a day."""
    return _on(day).filter(code=code).first()


def purpose_info(row: ReadPurpose) -> ReadPurposeInfo:
    """The row in the words of the house."""
    return ReadPurposeInfo(
        code=row.code,
        title=row.title,
        legal_basis=row.legal_basis,
        keeps=frozenset(map(CardFact, row.keeps)),
        level=row.level,
        needs_presence=row.needs_presence,
        roles=frozenset(map(Role, row.roles)),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        verified=row.verified,
    )


def receipt_info(row: Receipt) -> ReceiptInfo:
    """The row in the words of the house."""
    return ReceiptInfo(
        id=row.pk,
        code=f"DT-{row.pk.hex[-CODE_LETTERS:].upper()}",
        at=row.at,
        terminal=row.terminal.name,
        unit_code=row.unit_code,
        purpose=purpose_info(row.purpose),
        verdict=Verdict(row.verdict),
        reason=row.reason,
        level=ProofLevel(row.level) if row.level else None,
        signer=row.signer,
        facts={CardFact(name): text for name, text in row.facts.items()},
        compared=row.compared,
        is_spent=row.spent_at is not None,
        body=row.body,
        signature=row.signature,
        key=row.key,
    )


def _on(day: date) -> "QuerySet[ReadPurpose]":
    return ReadPurpose.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


def _terminal_info(row: Terminal) -> TerminalInfo:
    return TerminalInfo(
        id=row.pk,
        name=row.name,
        unit_code=row.unit_code,
        unit_name=parties.unit_name(row.unit_code, clock.today()),
        state=TerminalState(row.state),
        device=row.device,
        created_at=row.created_at,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at,
        last_read_at=row.last_read_at,  # type: ignore[attr-defined] # annotated
    )


def _require_operator(actor: Actor) -> None:
    if actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotPermitted("Chỉ người vận hành xem được đầu đọc thẻ và chứng thư.")
