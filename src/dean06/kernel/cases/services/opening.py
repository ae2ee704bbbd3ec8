"""Papers of a file opened by an officer, and the queue taken away: both within the unit's scope, both in the log."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Paper
from dean06.kernel.cases.procedures.types import Procedure
from dean06.kernel.cases.receivers import receivers
from dean06.kernel.cases.selectors.queue import chosen_tasks
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.services.access import NOT_HERE
from dean06.kernel.cases.services.looking import in_scope
from dean06.kernel.cases.services.moving import record
from dean06.kernel.cases.services.papers import fitting_documents
from dean06.kernel.cases.types import FoundCase, OpenedPaper, PaperSource, QueueChoice
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentFile, DocumentInfo, DocumentLine

MOST_EXPORTED = 2000
NO_FILE = "Giấy tờ này không có tệp: đã xem tại quầy hoặc nằm trong ví giấy tờ của người nộp."
NOT_THIS_DESK = "Chỉ cán bộ một cửa nhận thủ tục này mới xem được giấy tờ dùng được trong ví của người nộp."
NO_DOCUMENT = "Giấy tờ này không lấy từ ví."


def open_paper(actor: Actor, *, case_id: UUID, paper_id: UUID) -> OpenedPaper:
    """The file of a paper, for an officer whose unit has or had the case; who closes the stream is the caller.

    NotFound for another unit's case, for a paper of another case, and for one that is no file.
    """
    with transaction.atomic():
        case = in_scope(actor).select_related("version").filter(pk=case_id).first()
        paper = Paper.objects.filter(pk=paper_id, case=case).first() if case else None
        if case is None or paper is None:
            raise NotFound(NOT_HERE, code="case_not_found")
        if paper.source != PaperSource.FILE:
            raise NotFound(NO_FILE, code="no_file")
        media_type, stream = documents.type_of_file(paper.sha256), documents.open_file(paper.sha256)
        record(actor, actions.OPEN_PAPER, case, fields=[actions.PAPERS], details={"paper": paper.code})
    return OpenedPaper(file_name=paper.file_name, media_type=media_type or "application/octet-stream", stream=stream)


def open_document(actor: Actor, *, case_id: UUID, paper_id: UUID) -> tuple[DocumentInfo, DocumentFile]:
    """The document of the wallet that a paper cites, for an officer whose unit has or had the case.

    The entry is the document's own, with the case: its holder sees the look there. NotFound as ``open_paper``.
    """
    with transaction.atomic():
        case = in_scope(actor).filter(pk=case_id).first()
        paper = Paper.objects.filter(pk=paper_id, case=case).first() if case else None
        if case is None or paper is None:
            raise NotFound(NOT_HERE, code="case_not_found")
        if paper.source != PaperSource.WALLET:
            raise NotFound(NO_DOCUMENT, code="no_document")
        return documents.open_cited(
            actor,
            document_id=UUID(paper.document_ref),
            holder_id=case.applicant_id,
            case_ref=case.code,
            purpose=f"{actions.PURPOSE}: {case.procedure_name}",
            legal_basis=actions.LAW,
        )


def wallet_for(actor: Actor, *, procedure: Procedure, applicant_id: UUID) -> Mapping[str, tuple[DocumentLine, ...]]:
    """What an applicant's wallet has for the papers of a procedure that the officer's unit takes in, by code.

    She is told of the look; nothing is looked up for a procedure whose papers no document stands for. NotPermitted for
    whoever is no clerk of a unit that takes it in, or is the applicant.
    """
    if actor.role is not Role.CLERK or actor.unit_code not in receivers(procedure.code, clock.today()):
        raise NotPermitted(NOT_THIS_DESK, code="not_at_this_counter")
    if actor.party_id == applicant_id:
        raise NotPermitted(NOT_THIS_DESK, code="own_case")
    if not any(spec.document_type for spec in procedure.papers):
        return {}
    with transaction.atomic():
        found = fitting_documents(procedure.papers, applicant_id)
        audit.record(
            actor,
            actions.WALLET,
            object_type="cases.procedure",
            object_id=procedure.code,
            purpose=f"{actions.PURPOSE}: {procedure.name}",
            legal_basis=actions.LAW,
            subjects=[applicant_id],
            fields=[actions.PAPERS],
            details={"papers": sorted(found)},
        )
    return found


def export_queue(actor: Actor, *, choice: QueueChoice, with_names: bool) -> list[FoundCase]:
    """Lines of the actor's queue to take away, most urgent first, at most ``MOST_EXPORTED``.

    With names everybody in it is told, and from ``BULK_FROM`` persons on the log counts it as going through a list;
    without, ``applicant_name`` is empty.
    """
    with transaction.atomic():
        tasks = list(chosen_tasks(actor, choice).defer("case__answers")[:MOST_EXPORTED])
        audit.record(
            actor,
            actions.EXPORT,
            object_type="cases.case",
            object_id="list",
            purpose=actions.PURPOSE,
            legal_basis=actions.LAW,
            subjects={task.case.applicant_id for task in tasks} if with_names else (),
            fields=[actions.NAME] if with_names else (),
            details={"found": len(tasks), "with_names": with_names},
        )
    now = clock.now()
    return [
        FoundCase(
            line=as_line(task.case, now, step=task.title, assignee=task.assignee_name),
            applicant_name=task.case.applicant_name if with_names else "",
        )
        for task in tasks
    ]
