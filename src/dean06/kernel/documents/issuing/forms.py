"""The three forms of one document from the same facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from cryptography import x509

from dean06.kernel.base import clock
from dean06.kernel.base.wiring import resolve
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.mdoc import issuing as mobile
from dean06.kernel.documents.credentials.printed import issuing as printed
from dean06.kernel.documents.credentials.printed.facts import PrintedFacts, digest_of
from dean06.kernel.documents.credentials.sdjwt import issuing as credential
from dean06.kernel.documents.credentials.types import StatusReference
from dean06.kernel.documents.credentials.unit_keys import UnitKey
from dean06.kernel.documents.drawing import DocumentSheet, PaperPress
from dean06.kernel.documents.issuing.addresses import code_address, kind_address
from dean06.kernel.documents.keys.signer import Algorithm, Signer, new_key, private_der
from dean06.kernel.documents.kinds import facts as facts_of
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.documents.pdf.signing import sign

NUMBER, HOLDER, ISSUER, ISSUED_ON = "document_number", "holder_name", "issuing_authority", "issued_on"
NUMBER_LABEL = "Số"
SEAL = "Ký số bởi: {unit}, lúc {at}. Tệp này có giá trị khi phần mềm đọc PDF báo chữ ký hợp lệ."
NOT_VERIFIED = "Mẫu này dựng theo {source}."


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document about to be made. ``facts`` were checked against the type; ``status`` comes last, before signing."""

    id: UUID
    kind: DocumentKind
    number: str
    holder_name: str = field(repr=False)
    unit_code: str
    unit_name: str
    facts: Mapping[str, str] = field(repr=False)
    issued_at: datetime
    expires_at: datetime | None
    words: tuple[str, ...] = field(default=(), repr=False)
    pages: tuple[bytes, ...] = field(default=(), repr=False)
    status: StatusReference | None = None

    @property
    def lines(self) -> dict[str, str]:
        """All that stands on the paper, by label."""
        return {NUMBER_LABEL: self.number, **facts_of.written(self.kind, self.facts)}


@dataclass(frozen=True, kw_only=True)
class Forms:
    """What was made. ``holder_key``: the private key both credentials are bound to."""

    pdf: bytes
    credential: bytes
    mobile: bytes
    code: str
    holder_key: bytes = field(repr=False)


def make(draft: Draft, *, paper_signer: Signer, signer: Signer) -> Forms:
    """Draw and sign. ``paper_signer`` signs the PDF, ``signer`` (P-256) the others. Asks nobody outside."""
    key = UnitKey(signer)
    holder = new_key(Algorithm.P256)
    bound_to = MemoryKey(private=holder).public_jwk  # type: ignore[arg-type] # P-256 was asked for
    code = _code(draft, key)
    return Forms(
        pdf=_pdf(draft, code, paper_signer),
        credential=_credential(draft, key, bound_to),
        mobile=_mobile(draft, key, bound_to),
        code=code,
        holder_key=private_der(holder),
    )


def credential_for(draft: Draft, *, signer: Signer, holder_key: Mapping[str, Any]) -> str:
    """The SD-JWT VC of a document, bound to a key somebody else holds."""
    return _credential(draft, UnitKey(signer), holder_key).decode("ascii")


def mobile_for(draft: Draft, *, signer: Signer, holder_key: Mapping[str, Any]) -> bytes:
    """The mobile document, bound as above."""
    return _mobile(draft, UnitKey(signer), holder_key)


def end_of(draft_kind: DocumentKind, issued_at: datetime) -> datetime | None:
    """The instant a document issued now holds no more."""
    day = facts_of.ends_on(draft_kind, clock.local(issued_at).date())
    return datetime.combine(day, time(), clock.VN_TZ) if day else None


def _claims(draft: Draft) -> dict[str, str]:
    day = clock.local(draft.issued_at).date().isoformat()
    own = {NUMBER: draft.number, HOLDER: draft.holder_name, ISSUER: draft.unit_name, ISSUED_ON: day}
    return {**draft.facts, **own}


def _code(draft: Draft, key: UnitKey) -> str:
    said = PrintedFacts(
        document_id=draft.id,
        kind=draft.kind.name,
        issuer=draft.unit_name,
        facts={NUMBER_LABEL: draft.number, **facts_of.in_code(draft.kind, draft.facts)},
        digest=digest_of(draft.lines),
        issued_at=draft.issued_at,
        expires_at=draft.expires_at,
        status=draft.status,
    )
    return printed.issue(said, key=key, address=code_address())


def _pdf(draft: Draft, code: str, signer: Signer) -> bytes:
    at = clock.local(draft.issued_at)
    sheet = DocumentSheet(
        id=draft.id,
        unit_code=draft.unit_code,
        unit_name=draft.unit_name,
        number=f"{draft.number}/{draft.kind.symbol}",
        day=at.date(),
        title=draft.kind.name,
        lines=tuple(draft.lines.items()),
        proof=draft.kind.proof.label,
        until=clock.local(draft.expires_at).date() if draft.expires_at else None,
        code=code,
        seal=SEAL.format(unit=draft.unit_name, at=f"{at:%H:%M ngày %d/%m/%Y}"),
        draft_note="" if draft.kind.verified else NOT_VERIFIED.format(source=draft.kind.source),
        words=draft.words,
        pages=draft.pages,
    )
    drawn = resolve(PaperPress).draw(sheet)
    return sign(drawn, signer, name=draft.unit_name, reason=draft.kind.name, at=draft.issued_at)


def _credential(draft: Draft, key: UnitKey, bound_to: Mapping[str, Any]) -> bytes:
    claims = _claims(draft)
    text = credential.issue(
        claims,
        vct=kind_address(draft.kind.code),
        key=key,
        issued_at=draft.issued_at,
        expires_at=draft.expires_at,
        holder_key=bound_to,
        status=draft.status,
        hidden=[(name,) for name in claims if name != ISSUER],
    )
    return text.encode("ascii")


def _mobile(draft: Draft, key: UnitKey, bound_to: Mapping[str, Any]) -> bytes:
    # The standard wants an end: without one of its own it holds as long as anybody could verify it.
    certified_until = x509.load_der_x509_certificate(key.chain[0]).not_valid_after_utc
    until = min(draft.expires_at or certified_until, certified_until)
    return mobile.issue(
        {draft.kind.doc_type: _claims(draft)},
        doc_type=draft.kind.doc_type,
        key=key,
        device_key=bound_to,
        signed_at=draft.issued_at.astimezone(UTC),
        valid_until=until.astimezone(UTC),
        status=draft.status,
    )
