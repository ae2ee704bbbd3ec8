"""A person's two shelves, and documents for whoever has a right to them. One's own look leaves no entry in the log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.audit.types import Look
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.facts import written
from dean06.kernel.documents.models import Document, OwnPaper
from dean06.kernel.documents.store.files import open_file
from dean06.kernel.documents.units import acts_for
from dean06.kernel.documents.wallet_types import (
    DocumentFile,
    DocumentInfo,
    DocumentLine,
    Form,
    OwnPaperInfo,
    Standing,
)

MOST_SHOWN: Final = 200
MOST_LOOKS: Final = 50
OBJECT: Final = "documents.document"
NOT_HERE: Final = "Không có giấy tờ này trong ví của bà/ông."
MEDIA_TYPES = {
    Form.PDF: ("application/pdf", "pdf"),
    Form.CREDENTIAL: ("application/dc+sd-jwt", "sd-jwt"),
    Form.MOBILE: ("application/cbor", "mdoc"),
}


def own_documents(actor: Actor) -> tuple[DocumentLine, ...]:
    """What was issued to the actor, newest first."""
    rows = Document.objects.filter(holder_id__in=[holder_of(actor)]).order_by("-issued_at", "-pk")[:MOST_SHOWN]
    now = clock.now()
    return tuple(as_line(row, now) for row in rows)


def own_papers(actor: Actor) -> tuple[OwnPaperInfo, ...]:
    """What the actor keeps by himself, newest first."""
    rows = OwnPaper.objects.filter(owner_id__in=[holder_of(actor)]).order_by("-added_at", "-pk")
    return tuple(_own(row) for row in rows[:MOST_SHOWN])


def own_document(actor: Actor, *, document_id: UUID) -> DocumentInfo:
    """One document of the actor's. NotFound for another's, NotPermitted below the type's level of identification."""
    return info_of(readable(actor, document_id))


def own_document_file(actor: Actor, *, document_id: UUID, form: Form) -> DocumentFile:
    """A form of a document of the actor's; refusals as above."""
    return file_of(readable(actor, document_id), form)


def own_paper(actor: Actor, *, paper_id: UUID) -> OwnPaperInfo:
    """A paper the actor keeps. NotFound for another's."""
    return _own(_own_row(actor, paper_id))


def own_paper_file(actor: Actor, *, paper_id: UUID) -> DocumentFile:
    """A paper the actor keeps. NotFound for another's."""
    row = _own_row(actor, paper_id)
    with open_file(row.sha256) as file:
        return DocumentFile(name=row.file_name, media_type=row.media_type, data=file.read())


def looks_at_document(actor: Actor, *, document_id: UUID) -> tuple[Look, ...]:
    """Who had to do with a document of the actor's, newest first."""
    row = readable(actor, document_id)
    entries = AuditEntry.objects.filter(object_type=OBJECT, object_id=str(row.pk)).order_by("-id")
    return tuple(audit.looks_by_entry(row.holder_id, entries.values_list("pk", flat=True)[:MOST_LOOKS]))


def document_of(reference: str) -> DocumentLine | None:
    """What was issued under a reference; whoever asks has looked at the act it came of first."""
    row = Document.objects.filter(reference=reference).first()
    return as_line(row, clock.now()) if row else None


def issued_document(actor: Actor, *, document_id: UUID) -> DocumentLine:
    """A document of the actor's unit, or of one above it; nothing in it tells whose. NotFound, NotPermitted."""
    row = Document.objects.filter(pk=document_id).first()
    if row is None:
        raise NotFound("Không có giấy tờ này.", code="document_not_found")
    if not acts_for(actor.unit_code, row.unit_code, clock.today()):
        raise NotPermitted("Chỉ đơn vị đã cấp mới mở được trang này.", code="not_the_issuer")
    return as_line(row, clock.now())


def matching(actor: Actor, *, kind: str) -> tuple[DocumentLine, ...]:
    """Documents of the actor's that hold today and may be handed in where a type is asked for, newest first."""
    return fitting(holder_of(actor), kind=kind)


def fitting(holder_id: UUID, *, kind: str) -> tuple[DocumentLine, ...]:
    """As ``matching``, of whom the caller has a right to ask about and leaves the entry for."""
    wanted = kinds().answering(kind)
    answering = Q(kind__in=wanted) | Q(copy_of__in=wanted)
    rows = Document.objects.filter(answering, holder_id=holder_id).order_by("-issued_at", "-pk")[:MOST_SHOWN]
    now = clock.now()
    return tuple(one for one in (as_line(row, now) for row in rows) if one.standing is Standing.VALID)


def lines_of(document_ids: Iterable[UUID]) -> dict[UUID, DocumentLine]:
    """Documents cited by an act that the caller has looked at, as they stand now; nothing in a line tells whose."""
    now = clock.now()
    return {row.pk: as_line(row, now) for row in Document.objects.filter(pk__in=list(document_ids))}


def unfit_for(document_id: UUID, *, holder_id: UUID, kind: str) -> str:
    """Why a document cannot be handed in by a person where a type is asked for; "" when it can.

    Another's document and none are told apart by nobody.
    """
    row = Document.objects.filter(pk=document_id, holder_id=holder_id).first()
    if row is None:
        return "Không có giấy tờ này trong ví. Hãy chọn lại."
    if not {row.kind, row.copy_of} & kinds().answering(kind):
        return f"“{row.name}” không thay được giấy tờ này."
    standing = as_line(row, clock.now()).standing
    return "" if standing is Standing.VALID else f"“{row.name}” trong ví: {standing.label.lower()}. Hãy chọn giấy khác."


def notice_of(document_id: UUID) -> DocumentInfo:
    """A document for the notice to its holder; read by the platform alone."""
    return info_of(Document.objects.get(pk=document_id))


def as_line(row: Document, now: datetime) -> DocumentLine:
    """One line."""
    return DocumentLine(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        number=row.number,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        standing=_standing(row, now),
        case_ref=row.case_ref,
        copy_of=row.copy_of,
    )


def file_of(row: Document, form: Form) -> DocumentFile:
    """A form's bytes, under a name that says what it is and names nobody."""
    media_type, ending = MEDIA_TYPES[form]
    sha256 = {Form.PDF: row.pdf.sha256, Form.CREDENTIAL: row.credential_sha256, Form.MOBILE: row.mobile_sha256}[form]
    with open_file(sha256) as file:
        return DocumentFile(
            name=f"{row.kind.replace('_', '-')}-{row.issued_at:%Y%m%d}.{ending}",
            media_type=media_type,
            data=file.read(),
        )


def _standing(row: Document, now: datetime) -> Standing:
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if row.expires_at is not None and row.expires_at <= now else Standing.VALID


def info_of(row: Document) -> DocumentInfo:
    """A document opened; whoever calls has judged the right to it."""
    kind = kinds().version(row.kind, row.kind_from)
    return DocumentInfo(
        line=as_line(row, clock.now()),
        kind=kind,
        holder_id=row.holder_id,
        facts=written(kind, row.facts),
        code=row.code,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        stamped_at=row.pdf.lasting_at,
    )


def readable(actor: Actor, document_id: UUID) -> Document:
    """The row of a document of the actor's. NotFound for another's, NotPermitted below the type's level."""
    row = Document.objects.select_related("pdf").filter(pk=document_id, holder_id__in=[holder_of(actor)]).first()
    if row is None:
        raise NotFound(NOT_HERE, code="document_not_found")
    if actor.assurance_level < kinds().version(row.kind, row.kind_from).level:
        raise NotPermitted("Giấy tờ này chỉ mở được khi đăng nhập ở mức cao hơn.", code="level_too_low")
    return row


def holder_of(actor: Actor) -> UUID:
    """Whose wallet the actor may open: a citizen's own. NotPermitted."""
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Chỉ người dân có ví giấy tờ.", code="not_a_citizen")
    return actor.party_id


def _own_row(actor: Actor, paper_id: UUID) -> OwnPaper:
    row = OwnPaper.objects.filter(pk=paper_id, owner_id__in=[holder_of(actor)]).first()
    if row is None:
        raise NotFound(NOT_HERE, code="document_not_found")
    return row


def _own(row: OwnPaper) -> OwnPaperInfo:
    return OwnPaperInfo(
        id=row.pk,
        title=row.title,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        added_at=row.added_at,
    )
