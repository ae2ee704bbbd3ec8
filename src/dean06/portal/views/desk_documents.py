"""A document of the wallet that a case cites, opened by an officer of the case: standing, signature, facts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentFile, DocumentInfo
from dean06.portal import wallet_words
from dean06.ui.access import OFFICERS, actor_of
from dean06.ui.pages import page, render_page


@page(*OFFICERS, title="Giấy tờ trong ví", shell="workspace", methods=("GET",))
def document(request: HttpRequest, case_code: str, paper_id: UUID) -> HttpResponse:
    """What it says and whether it holds, judged at this moment; the look is in its holder's log."""
    info, file = _opened(request, case_code, paper_id)
    verdict = documents.verify_pdf(file.data)
    color, words = wallet_words.SIGNED[verdict.outcome]
    context = {
        "code": case_code,
        "paper_id": paper_id,
        "info": info,
        "tone": wallet_words.tone(info.line.standing),
        "verdict": verdict,
        "color": color,
        "words": words,
    }
    return render_page(request, "portal/desk_document.html", context)


@page(*OFFICERS, title="Tệp giấy tờ trong ví", shell="workspace", methods=("GET",))
def pdf(request: HttpRequest, case_code: str, paper_id: UUID) -> HttpResponse:
    """The signed file, shown in the browser; a look as above."""
    _, file = _opened(request, case_code, paper_id)
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(False, file.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(request: HttpRequest, case_code: str, paper_id: UUID) -> tuple[DocumentInfo, DocumentFile]:
    actor = actor_of(request)
    return cases.open_document(actor, case_id=cases.case_id_of(actor, code=case_code), paper_id=paper_id)
