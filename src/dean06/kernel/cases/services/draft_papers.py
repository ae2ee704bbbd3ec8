"""Files given with a draft, one by one, so that a lost connection at the end loses none of them."""

from pathlib import PurePath
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.text import nfc
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Draft, DraftPaper
from dean06.kernel.cases.models.filing import LONGEST_FILE_NAME
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.types import PaperSpec
from dean06.kernel.cases.services.drafts import own_draft
from dean06.kernel.cases.services.papers import MOST_PAPERS, wrong_document, wrong_file
from dean06.kernel.cases.types import IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Readable, Unsafe

LARGEST_PAPER = 20 * 1024 * 1024
MOST_OF_ONE = 10


def attach_paper(actor: Actor, *, draft_id: UUID, code: str, stream: Readable, file_name: str) -> None:
    """Keep a file under a paper of the draft's form; the same file twice is kept once.

    Invalid (field ``code``) for a paper the form does not have, a file too large, empty, or of another type than its
    name says. NotFound for another's draft, Conflict when it was handed in or holds too many files.
    """
    with transaction.atomic():
        _check_place(own_draft(actor, draft_id), code)
    paper, size = kept_file(code, stream, file_name)
    with transaction.atomic():
        draft = own_draft(actor, draft_id)
        _check_place(draft, code)
        DraftPaper.objects.get_or_create(
            draft=draft, code=code, sha256=paper.sha256, defaults={"file_name": paper.file_name, "size": size}
        )
        _touch(actor, draft, actions.ATTACH_PAPER, code)


def cite_document(actor: Actor, *, draft_id: UUID, code: str, document_id: UUID) -> None:
    """Hand in a document of the owner's wallet as a paper of the draft's form; the same one twice is kept once.

    Invalid (field ``code``) for a paper the form does not have and, in words, for a document that is not the owner's,
    of a type the paper does not take, withdrawn or expired. NotFound, Conflict as ``attach_paper``.
    """
    with transaction.atomic():
        draft = own_draft(actor, draft_id)
        spec = _check_place(draft, code)
        if wrong := wrong_document(spec, str(document_id), draft.owner_id):
            raise Invalid(wrong, code="wrong_document", field=code)
        DraftPaper.objects.get_or_create(draft=draft, code=code, document_id=document_id)
        _touch(actor, draft, actions.CITE_DOCUMENT, code)


def detach_paper(actor: Actor, *, draft_id: UUID, paper_id: UUID) -> None:
    """Take a file out of a draft. NotFound when it is not there."""
    with transaction.atomic():
        draft = own_draft(actor, draft_id)
        row = draft.papers.filter(pk=paper_id).first()
        if row is None:
            raise NotFound("Không có tệp này trong tờ khai.", code="paper_not_found")
        code = row.code
        row.delete()
        _touch(actor, draft, actions.DETACH_PAPER, code)


def kept_file(code: str, stream: Readable, file_name: str) -> tuple[IncomingPaper, int]:
    """Store a file given under a paper's code; the paper to hand in, and the file's size in bytes.

    Invalid (field ``code``) for a file too large, empty, of another type than its name says, or one that would not be
    safe to open.
    """
    name = nfc(PurePath(file_name.replace("\\", "/")).name)[-LONGEST_FILE_NAME:]
    ref = documents.put_file(stream, max_bytes=LARGEST_PAPER, name=name)
    paper = IncomingPaper(code=code, source=PaperSource.FILE, sha256=ref.sha256, file_name=name)
    if wrong := wrong_file(paper):
        raise Invalid(wrong, code="wrong_file", field=code)
    try:
        documents.look_through(ref.sha256)
    except Unsafe as refused:
        raise Invalid(refused.message, code=refused.code, field=code) from refused
    return paper, ref.size


def _check_place(draft: Draft, code: str) -> PaperSpec:
    spec = next((one for one in procedure_of(draft.version).papers if one.code == code), None)
    if spec is None:
        raise Invalid("Thủ tục này không có giấy tờ đó. Hãy tải lại trang.", code="no_such_paper", field=code)
    if draft.papers.count() >= MOST_PAPERS or draft.papers.filter(code=code).count() >= MOST_OF_ONE:
        raise Conflict(f"Mỗi giấy tờ có nhiều nhất {MOST_OF_ONE} tệp. Hãy gộp các trang vào một tệp PDF.", field=code)
    return spec


def _touch(actor: Actor, draft: Draft, action: str, code: str) -> None:
    draft.saved_at = clock.now()
    draft.save(update_fields=["saved_at"])
    audit.record(
        actor,
        action,
        object_type="cases.draft",
        object_id=draft.pk,
        purpose=f"{actions.PURPOSE}: {draft.version.name}",
        legal_basis=actions.LAW,
        subjects=[draft.owner_id],
        fields=[actions.PAPERS],
        details={"paper": code},
    )
