"""Issuing a document: its forms are drawn and signed first, then one transaction makes it exist."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.documents import actions
from dean06.kernel.documents.issuing import forms, places
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.keys.signer import Algorithm, Signer
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.facts import WrongFacts, checked
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.documents.models import Document, SignedFile
from dean06.kernel.documents.models.wallet import LONGEST_NUMBER, LONGEST_REFERENCE
from dean06.kernel.documents.selectors.keys import signer_of
from dean06.kernel.documents.services.signing import LARGEST_FILE, keep_signed
from dean06.kernel.documents.store.files import put_file
from dean06.kernel.documents.units import acts_for
from dean06.kernel.parties import api as parties

OBJECT = "documents.document"
HOLDER_KEY_USE = "holder-keys"
MAY_ISSUE = frozenset({Role.CLERK, Role.LEADER})
NOTICE_TOPIC = "documents.notice"
NO_KEY = "{unit} chưa có đủ khoá ký đang dùng ({algorithm}). Người vận hành tạo khoá rồi cấp lại."


@dataclass(frozen=True, kw_only=True)
class Signers:
    """The unit's keys: RSA for the paper, which every viewer knows, P-256 for what wallets hold."""

    paper: Signer
    credentials: Signer


def issue_document(
    actor: Actor,
    *,
    reference: str,
    kind: str,
    holder_id: UUID,
    unit_code: str,
    number: str,
    facts: Mapping[str, str],
    case_ref: str = "",
    name: str = "",
    words: Sequence[str] = (),
    pages: Sequence[bytes] = (),
    copy_of: str = "",
) -> UUID:
    """Make one document in three forms with one status; the same ``reference`` issues once and answers the same id.

    For officers of the issuing unit (or of one below it) and for the platform. Invalid for an unknown type, a number
    or facts that do not fit (field: the first wrong fact), Conflict ``no_signing_key`` when the unit cannot sign.
    ``name`` is what the wallet calls it, the type's name when empty. ``words`` and ``pages`` (pictures) stand on the
    paper alone, under its signature. ``copy_of``: of what type the original of a certified copy is; the copy is then
    taken where that is asked for.
    """
    check_issuer(actor, unit_code)
    if (known := Document.objects.filter(reference=reference).values_list("pk", flat=True).first()) is not None:
        return known
    draft = replace(_draft(kind, holder_id, unit_code, number, facts), words=tuple(words), pages=tuple(pages))
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise Invalid("Việc cấp giấy tờ phải có tên gọi.", code="bad_reference")
    signers = _signers(draft.unit_code, draft.unit_name)
    place = places.take(unit_code)
    ready = replace(draft, status=place.reference)
    made = forms.make(ready, paper_signer=signers.paper, signer=signers.credentials)
    kept = {name: _kept(getattr(made, name), f"{kind}.{name}") for name in ("pdf", "credential", "mobile")}
    row = Document(
        reference=reference,
        holder_id=holder_id,
        case_ref=case_ref,
        copy_of=copy_of,
        name=name or draft.kind.name,
        credential_sha256=kept["credential"],
        mobile_sha256=kept["mobile"],
        code=made.code,
        holder_key=sealing.seal(made.holder_key, use=HOLDER_KEY_USE, label=draft.id.bytes),
        status_list_id=place.list_id,
        place=place.index,
        **_as_columns(draft),
    )
    try:
        with transaction.atomic():
            row.pdf = _signed_file(draft, signers.paper, kept["pdf"])
            row.save(force_insert=True)
            _write_down(actor, row, draft.kind)
    except IntegrityError:
        # Somebody was faster with the same act: his is the document. Anything else is no race and is told.
        return Document.objects.values_list("pk", flat=True).get(reference=reference)
    return row.pk


def _as_columns(draft: forms.Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "kind": draft.kind.code,
        "kind_from": draft.kind.valid_from,
        "number": draft.number,
        "unit_code": draft.unit_code,
        "unit_name": draft.unit_name,
        "facts": dict(draft.facts),
        "issued_at": draft.issued_at,
        "expires_at": draft.expires_at,
    }


def check_issuer(actor: Actor, unit_code: str) -> None:
    """Refuse (NotPermitted) whoever may not issue in the name of a unit."""
    if actor.role is Role.SYSTEM:
        return
    if actor.role not in MAY_ISSUE or not acts_for(actor.unit_code, unit_code, clock.today()):
        raise NotPermitted("Chỉ cán bộ của đơn vị cấp mới cấp được giấy tờ này.", code="not_the_issuer")


def _draft(kind: str, holder_id: UUID, unit_code: str, number: str, facts: Mapping[str, str]) -> forms.Draft:
    now = clock.now().replace(microsecond=0)
    today = clock.local(now).date()
    declared = _kind(kind, unit_code, today)
    number = " ".join(number.split())
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise Invalid(f"Ghi số giấy tờ, nhiều nhất {LONGEST_NUMBER} ký tự.", code="bad_number", field="number")
    try:
        said = checked(declared, facts)
    except WrongFacts as wrong:
        raise Invalid(str(wrong), code="wrong_facts", field=next(iter(wrong.errors))) from wrong
    return forms.Draft(
        id=new_id(),
        kind=declared,
        number=number,
        holder_name=parties.party(holder_id).full_name,
        unit_code=unit_code,
        unit_name=parties.unit_name(unit_code, today),
        facts=said,
        issued_at=now,
        expires_at=forms.end_of(declared, now),
    )


def _kind(code: str, unit_code: str, day: date) -> DocumentKind:
    declared = kinds().on(code, day)
    if declared is None:
        raise Invalid("Không có loại giấy tờ này vào hôm nay.", code="unknown_kind", field="kind")
    if not declared.may_be_issued_by(unit_code):
        raise Invalid(f"Đơn vị này không cấp “{declared.name}”.", code="not_an_issuer", field="unit_code")
    return declared


def _signers(unit_code: str, unit_name: str) -> Signers:
    def signer(algorithm: Algorithm) -> Signer:
        if (found := signer_of(unit_code, algorithm)) is None:
            raise Conflict(NO_KEY.format(unit=unit_name, algorithm=algorithm.value), code="no_signing_key")
        return found

    return Signers(paper=signer(Algorithm.RSA_2048), credentials=signer(Algorithm.P256))


def _kept(data: bytes, name: str) -> str:
    return put_file(io.BytesIO(data), max_bytes=LARGEST_FILE, name=name).sha256


def _signed_file(draft: forms.Draft, signer: Signer, kept: str) -> SignedFile:
    """The worker makes it last, as every file signed here."""
    subject = f"{OBJECT}:{draft.id}"
    return keep_signed(subject, unit_code=draft.unit_code, signer=signer, sha256=kept, at=draft.issued_at)


def _write_down(actor: Actor, row: Document, kind: DocumentKind) -> None:
    record(
        actor,
        actions.ISSUE,
        object_type=OBJECT,
        object_id=row.pk,
        purpose=actions.ISSUING,
        legal_basis=kind.source.split(" theo ")[0],
        subjects=[row.holder_id],
        fields=[actions.FACTS],
        details={"kind": row.kind, "unit": row.unit_code, "pdf": row.pdf.issued_sha256},
        case_ref=row.case_ref,
    )
    notice = {"document": str(row.pk), "what": "issued"}
    outbox.enqueue(NOTICE_TOPIC, notice, message_id=f"{NOTICE_TOPIC}:{row.pk}:issued")
