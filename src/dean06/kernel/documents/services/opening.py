"""A document of the wallet opened by an office, because a file cites it: its holder sees who, and for which file."""

from uuid import UUID

from dean06.kernel.audit.api import record
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.documents import actions
from dean06.kernel.documents.models import Document
from dean06.kernel.documents.selectors.wallet import NOT_HERE, OBJECT, file_of, info_of
from dean06.kernel.documents.wallet_types import DocumentFile, DocumentInfo, Form


def open_cited(
    actor: Actor, *, document_id: UUID, holder_id: UUID, case_ref: str, purpose: str, legal_basis: str
) -> tuple[DocumentInfo, DocumentFile]:
    """What it says and its signed file as it is now, with the entry in the caller's transaction, who judged the right.

    NotFound for a document that is not the person's.
    """
    row = Document.objects.select_related("pdf").filter(pk=document_id, holder_id=holder_id).first()
    if row is None:
        raise NotFound(NOT_HERE, code="document_not_found")
    record(
        actor,
        actions.OPEN_DOCUMENT,
        object_type=OBJECT,
        object_id=row.pk,
        purpose=purpose,
        legal_basis=legal_basis,
        subjects=[row.holder_id],
        fields=[actions.FACTS],
        details={"kind": row.kind},
        case_ref=case_ref,
    )
    return info_of(row), file_of(row, Form.PDF)
