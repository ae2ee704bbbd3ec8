"""Papers handed in, held against the declaration: the right ones, from where they may come, of the type they claim."""

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases.models import Case, Paper, Supplement
from dean06.kernel.cases.models.filing import LONGEST_FILE_NAME
from dean06.kernel.cases.procedures.forms import Answers, needed_papers
from dean06.kernel.cases.procedures.types import Channel, Copy, PaperSpec, Procedure
from dean06.kernel.cases.types import IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import JPEG, PDF, PNG, DocumentLine

MOST_PAPERS = 50
CHOOSE_AGAIN = "Hãy chọn lại giấy tờ trong ví."
ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}


def check_papers(
    procedure: Procedure,
    answers: Answers,
    papers: Iterable[IncomingPaper],
    channel: Channel,
    *,
    holder_id: UUID,
    there_already: Collection[str] = (),
) -> dict[str, str]:
    """What is wrong with the papers, by "papers.<code>"; ``there_already`` are codes the file has.

    ``holder_id``: whose wallet documents may come from, the applicant's.
    """
    given = list(papers)
    needed = {spec.code: spec for spec in needed_papers(procedure, answers)}
    if len(given) > MOST_PAPERS:
        return {"papers": f"Một hồ sơ có nhiều nhất {MOST_PAPERS} giấy tờ."}
    codes = {paper.code for paper in given}.union(there_already)
    errors = {
        f"papers.{spec.code}": f"Thiếu “{spec.name}”."
        for spec in needed.values()
        if spec.required and spec.code not in codes
    }
    for paper in given:
        spec = needed.get(paper.code)
        wrong = _wrong(spec, paper, channel, holder_id) if spec else "Hồ sơ này không cần giấy tờ đó. Hãy bỏ ra."
        if wrong:
            errors[f"papers.{paper.code}"] = wrong
    return errors


def belonging(procedure: Procedure, answers: Answers, papers: Iterable[IncomingPaper]) -> list[IncomingPaper]:
    """Those of the papers that this procedure asks for: what is filed together shares them."""
    codes = {spec.code for spec in needed_papers(procedure, answers)}
    return [paper for paper in papers if paper.code in codes]


def keep_papers(
    case: Case,
    procedure: Procedure,
    papers: Iterable[IncomingPaper],
    at: datetime,
    supplement: Supplement | None = None,
) -> None:
    """Write checked papers down."""
    specs = {spec.code: spec for spec in procedure.papers}
    given = list(papers)
    cited = documents.lines_of(UUID(paper.document_ref) for paper in given if paper.source is PaperSource.WALLET)
    Paper.objects.bulk_create(
        [
            Paper(
                case=case,
                code=paper.code,
                name=specs[paper.code].name,
                copy=specs[paper.code].copy if paper.source is PaperSource.COUNTER else Copy.ELECTRONIC,
                source=paper.source,
                document_ref=paper.document_ref,
                document_type=cited[UUID(paper.document_ref)].kind if paper.document_ref else "",
                sha256=paper.sha256,
                file_name=paper.file_name,
                supplement=supplement,
                added_at=at,
            )
            for paper in given
        ]
    )


def wrong_document(spec: PaperSpec, document_ref: str, holder_id: UUID) -> str:
    """Why a document of the wallet cannot be handed in as a paper by its holder, in words; empty when it can."""
    if not spec.document_type:
        return f"“{spec.name}” không lấy được từ ví. Hãy gửi tệp."
    try:
        document_id = UUID(document_ref)
    except ValueError:
        return CHOOSE_AGAIN
    return documents.unfit_for(document_id, holder_id=holder_id, kind=spec.document_type)


def fitting_documents(specs: Iterable[PaperSpec], holder_id: UUID) -> dict[str, tuple[DocumentLine, ...]]:
    """What a person's wallet has for papers asked for, by code; papers nothing fits are left out."""
    asked = [spec for spec in specs if spec.document_type]
    found = ((spec.code, documents.fitting(holder_id, kind=spec.document_type)) for spec in asked)
    return {code: lines for code, lines in found if lines}


def _wrong(spec: PaperSpec, paper: IncomingPaper, channel: Channel, holder_id: UUID) -> str:
    match paper.source:
        case PaperSource.COUNTER:
            is_wrong = channel.is_online or bool(paper.document_ref or paper.sha256)
            return "Nộp trực tuyến thì phải gửi tệp hoặc lấy từ ví giấy tờ." if is_wrong else ""
        case PaperSource.WALLET:
            return CHOOSE_AGAIN if paper.sha256 else wrong_document(spec, paper.document_ref, holder_id)
        case PaperSource.FILE:
            return wrong_file(paper)


def wrong_file(paper: IncomingPaper) -> str:
    """What is wrong with a file given as a paper, in words; empty when nothing is."""
    if paper.document_ref or not 0 < len(paper.file_name) <= LONGEST_FILE_NAME:
        return "Hãy gửi lại tệp."
    try:
        kind = documents.type_of_file(paper.sha256)
    except NotFound:
        return "Tệp chưa gửi lên xong. Hãy gửi lại."
    if kind not in ENDINGS:
        return "Chỉ nhận tệp PDF, JPG hoặc PNG."
    if PurePath(paper.file_name).suffix.lower() not in ENDINGS[kind]:
        return f"Nội dung tệp không đúng như tên: tên phải kết thúc bằng {' hoặc '.join(ENDINGS[kind])}."
    return ""
