"""Inspecting a paper somebody holds: who issued it, whether it is intact and trusted, whether it still holds.

Whoever asks has the paper already and is told nothing of its holder that does not stand on it.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pypdf
from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.documents import actions
from dean06.kernel.documents.checking import verify_pdf
from dean06.kernel.documents.credentials import handed
from dean06.kernel.documents.credentials.printed.facts import PrintedFacts
from dean06.kernel.documents.credentials.printed.reading import Signers
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, Verified
from dean06.kernel.documents.drawing import MARK
from dean06.kernel.documents.issuing.addresses import kind_address
from dean06.kernel.documents.issuing.forms import HOLDER, ISSUED_ON, ISSUER, NUMBER
from dean06.kernel.documents.keys.signer import Algorithm
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.documents.models import Certificate, Document
from dean06.kernel.documents.registers.checking import verify_proof
from dean06.kernel.documents.registers.proof import looks_like_one
from dean06.kernel.documents.registers.types import SealVerdict
from dean06.kernel.documents.selectors.keys import trusted_roots
from dean06.kernel.documents.selectors.status import list_id_in
from dean06.kernel.documents.services.issuing import OBJECT
from dean06.kernel.documents.store.scanning import UNREADABLE
from dean06.kernel.documents.types import KeyState, Outcome, Verdict
from dean06.kernel.documents.wallet_types import Answer, Inspection

INSPECT_LIMIT = Limit(name="document_inspect", count=30, seconds=600)
LARGEST_HANDED = 20 * 1024 * 1024
PROOF_FORM, SEALED_AS, PLACE = "Bằng chứng một dòng của sổ đã niêm phong", "Sổ đã niêm phong", "Dòng thứ"
SINCE = "Sổ ghi như dưới đây lúc niêm phong. Giấy tờ có thể đã bị thu hồi sau đó: kiểm thêm tệp giấy tờ."
PDF_FORM, NOT_RECOGNISED = "Tệp PDF ký số", "Không nhận ra"
FORMS = {
    handed.Kind.SD_JWT: "Tệp ví số (SD-JWT VC)",
    handed.Kind.MDOC: "Tệp ví số (mdoc, ISO 18013-5)",
    handed.Kind.PRINTED: "Mã in trên giấy",
}
ANSWERS = {Outcome.VALID: Answer.GOOD, Outcome.UNSURE: Answer.UNSURE, Outcome.INVALID: Answer.BAD}
OWN_LABELS = {NUMBER: "Số", HOLDER: "Cấp cho", ISSUER: "Nơi cấp", ISSUED_ON: "Ngày cấp"}
WITHDRAWN = "Giấy tờ đã bị đơn vị cấp thu hồi. Không dùng."
EXPIRED = "Giấy tờ đã hết hạn."
NOT_OURS = "Không phải giấy tờ trong ví do hệ thống này cấp, nên không biết có bị thu hồi không: hỏi nơi cấp."
NO_ROOTS = "Hệ thống chưa tin chứng thư gốc nào nên chưa kiểm được. Báo người vận hành."
_BAD_KEY = frozenset({KeyState.COMPROMISED, KeyState.WAITING})
_ID = re.compile(re.escape(MARK) + r"([0-9a-f-]{36})")
# Of these the signature was not what it should be, so nothing on the paper is proven.
_UNTRUSTED = frozenset({Reason.ISSUER_UNKNOWN, Reason.ISSUER_EXPIRED, Reason.ISSUER_REVOKED, Reason.ISSUER_MISMATCH})
_IN_FACT_INTACT = frozenset({Reason.EXPIRED, Reason.NOT_YET_VALID})


def inspect(actor: Actor, *, data: bytes, address: str) -> Inspection:
    """What is to be said of a file, or of the text of a printed code. Never refuses a paper: it says what is wrong.

    Anybody may; a document of ours has the look in its holder's log. Invalid for nothing at all or too much, TooMany
    beyond the limit by address. Asks authorities outside, so never inside a transaction.
    """
    ratelimit.hit(INSPECT_LIMIT, address)
    if not data.strip():
        raise Invalid("Chọn một tệp, hoặc dán nội dung mã trên giấy.", field="file")
    if len(data) > LARGEST_HANDED:
        raise Invalid("Tệp lớn quá. Giấy tờ điện tử do hệ thống cấp nhỏ hơn 20 MB.", field="file")
    if looks_like_one(data):
        return _sealed_row(verify_proof(data))
    if b"%PDF-" in data[:1024]:
        found, document = _pdf(data)
    else:
        found, document = _credential(data)
    if document is not None:
        _note(actor, document, found)
    return found


def _sealed_row(verdict: SealVerdict) -> Inspection:
    """A row of a sealed register; it names no document, so nobody's log has the look."""
    first = verdict.signature
    place = {SEALED_AS: verdict.title, PLACE: f"{verdict.position} trên {verdict.size}"} if verdict.row else {}
    return Inspection(
        answer=Answer.SEALED if verdict.outcome is Outcome.VALID else ANSWERS[verdict.outcome],
        form=PROOF_FORM,
        name=verdict.title if verdict.row else "",
        issuer=(first.organisation or first.signer) if first else "",
        issued_at=(first.proved_at or first.claimed_at) if first else None,
        is_time_proven=bool(first and first.proved_at),
        expires_at=None,
        is_intact=bool(first) and verdict.is_included,
        is_trusted=verdict.outcome is Outcome.VALID if first else None,
        withdrawn_at=None,
        facts={**place, **verdict.row},
        reasons=(SINCE, *verdict.reasons) if verdict.row else verdict.reasons,
    )


def _pdf(data: bytes) -> tuple[Inspection, Document | None]:
    verdict = verify_pdf(data)
    first = verdict.signatures[0] if verdict.signatures else None
    is_intact = bool(first) and all(one.is_intact for one in verdict.signatures) and not verdict.findings
    document = _named_in(data, verdict) if is_intact and verdict.outcome is not Outcome.INVALID else None
    reasons = [reason for one in verdict.signatures for reason in one.reasons]
    found = Inspection(
        answer={Outcome.VALID: Answer.GOOD, Outcome.UNSURE: Answer.UNSURE, Outcome.INVALID: Answer.BAD}[
            verdict.outcome
        ],
        form=PDF_FORM,
        name=document.name if document else "",
        issuer=(first.organisation or first.signer) if first else "",
        issued_at=(first.proved_at or first.claimed_at) if first else None,
        is_time_proven=bool(first and first.proved_at),
        expires_at=document.expires_at if document else None,
        is_intact=is_intact,
        is_trusted=verdict.outcome is Outcome.VALID if first else None,
        withdrawn_at=None,
        facts={},
        reasons=(*verdict.reasons, *dict.fromkeys(reasons)),
    )
    if document is None:
        is_good = found.answer is not Answer.BAD
        return replace(found, reasons=(*found.reasons, NOT_OURS) if is_good else found.reasons), None
    return _as_of_now(found, document), document


def _named_in(data: bytes, verdict: Verdict) -> Document | None:
    """The document a file says it is, when the very key of its unit signed it."""
    try:
        said = pypdf.PdfReader(io.BytesIO(data)).metadata
        words = str(said.get("/Keywords", "")) if said else ""
    except UNREADABLE:
        return None
    mark = _ID.search(words)
    document = _find(mark[1]) if mark else None
    if document is None:
        return None
    serials = {int(one, 16) for one in document.pdf.key.certificates.values_list("serial", flat=True)}
    return document if int(verdict.signatures[0].serial, 16) in serials else None


def _find(text: str) -> Document | None:
    try:
        return Document.objects.select_related("pdf__key").filter(pk=UUID(text)).first()
    except ValueError:
        return None


def _credential(data: bytes) -> tuple[Inspection, Document | None]:
    kind = handed.recognise(data)
    form = FORMS[kind] if kind else NOT_RECOGNISED
    roots = trusted_roots()
    if not roots:
        return _said(form, Answer.UNSURE, (NO_ROOTS,)), None
    now = clock.now()
    trusted = Roots.load(roots)
    try:
        # Withdrawal is looked up below: a list would refuse, and who issued what would not be said any more.
        found = handed.check(data, roots=trusted, signers=_signers(trusted, now), lists=lambda _: None, at=now)
    except CredentialRefused as refused:
        return _refused(form, refused), None
    document = _document_of(found.document)
    shown = _shown(form, found)
    return (_as_of_now(replace(shown, answer=Answer.GOOD, reasons=()), document) if document else shown), document


def _signers(roots: Roots, at: datetime) -> Signers:
    """Units' keys a printed code may be signed with: of those out of use too, but never a compromised one."""
    found = []
    rows = Certificate.objects.filter(key__algorithm=Algorithm.P256).exclude(key__state__in=_BAD_KEY)
    for row in rows.order_by("-added_at"):
        try:
            chain = tuple(map(bytes, row.chain))
            found.append(roots.issuer(chain, min(max(at, row.not_before), row.not_after)))
        except CredentialRefused:
            continue  # its root is believed no more: its codes are not either
    return Signers(issuers=tuple(found))


def _refused(form: str, refused: CredentialRefused) -> Inspection:
    answer = Answer.EXPIRED if refused.reason is Reason.EXPIRED else Answer.BAD
    is_intact = True if refused.reason in _IN_FACT_INTACT else (None if refused.reason in _UNTRUSTED else False)
    said = _said(form, answer, (refused.message_vi,))
    return replace(said, is_intact=is_intact, is_trusted=refused.reason in _IN_FACT_INTACT)


def _said(form: str, answer: Answer, reasons: tuple[str, ...]) -> Inspection:
    return Inspection(
        answer=answer,
        form=form,
        name="",
        issuer="",
        issued_at=None,
        is_time_proven=False,
        expires_at=None,
        is_intact=None,
        is_trusted=None,
        withdrawn_at=None,
        facts={},
        reasons=reasons,
    )


def _shown(form: str, found: handed.Handed) -> Inspection:
    document = found.document
    said = _said(form, Answer.UNSURE if found.unknown else Answer.GOOD, ())
    said = replace(said, is_intact=True, is_trusted=True, issued_at=document.issued_at, expires_at=document.expires_at)
    if found.unknown:
        said = replace(said, reasons=(CredentialRefused(found.unknown).message_vi,))
    if isinstance(document, PrintedFacts):
        return replace(said, name=document.kind, issuer=document.issuer, facts=dict(document.facts))
    kind = _kind_of(document.kind)
    facts = _labelled(kind, document)
    return replace(said, name=kind.name if kind else document.kind, issuer=document.issuer, facts=facts)


def _kind_of(name: str) -> DocumentKind | None:
    every = (one for versions in kinds().by_code.values() for one in reversed(versions))
    return next((one for one in every if name in (one.doc_type, kind_address(one.code))), None)


def _labelled(kind: DocumentKind | None, document: Verified) -> Mapping[str, str]:
    claims: Mapping[str, Any] = document.claims
    if kind and isinstance(claims.get(kind.doc_type), Mapping):
        claims = claims[kind.doc_type]
    labels = OWN_LABELS | ({one.name: one.label for one in kind.facts} if kind else {})
    return {labels[name]: str(value) for name, value in claims.items() if name in labels}


def _document_of(found: Verified | PrintedFacts) -> Document | None:
    """By the place of its status, which no two documents share."""
    list_id = list_id_in(found.status.uri) if found.status else None
    if found.status is None or list_id is None:
        return None
    return Document.objects.filter(status_list_id=list_id, place=found.status.index).first()


def _as_of_now(found: Inspection, document: Document) -> Inspection:
    if found.answer is Answer.BAD:
        return found
    if document.withdrawn_at is not None:
        reasons = (WITHDRAWN, *found.reasons)
        return replace(found, answer=Answer.WITHDRAWN, withdrawn_at=document.withdrawn_at, reasons=reasons)
    if document.expires_at is not None and document.expires_at <= clock.now():
        return replace(found, answer=Answer.EXPIRED, reasons=(EXPIRED, *found.reasons))
    return found


def _note(actor: Actor, document: Document, found: Inspection) -> None:
    with transaction.atomic():
        record(
            actor,
            actions.INSPECT,
            object_type=OBJECT,
            object_id=document.pk,
            purpose=actions.INSPECTING,
            legal_basis=actions.LAW,
            subjects=[document.holder_id],
            details={"answer": found.answer.value, "form": found.form},
        )
