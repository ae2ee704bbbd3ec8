"""The papers of a form, one file at a time, and handing the whole in."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import DraftInfo, InvalidForm
from dean06.kernel.documents import api as documents
from dean06.portal import filing_words, procedures
from dean06.portal.views.filing import CHECK, lacks_level, revision_of
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page, sign_in_url

FILE, CODE, FROM_WALLET, OWN = "file", "code", "vi", "tu-tai-len"
MOST_OWN_OFFERED = 20
ACCEPT = ".pdf,.jpg,.jpeg,.png"


@page(Role.CITIZEN, title="Giấy tờ kèm theo")
def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What has to be handed in with the form; a file is kept as soon as it is sent."""
    if request.method == "POST":
        refused = _attach(request, draft_id)
        if not refused:
            return redirect("portal:draft_papers", draft_id)
        return _papers(request, draft_id, refused)
    return _papers(request, draft_id, {})


@page(Role.CITIZEN, title="Dùng giấy tờ trong ví", methods=("POST",))
def cite(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One tap: a document issued to her, or a paper she keeps, is handed in as the paper asked for."""
    code, actor = request.POST.get(CODE, ""), actor_of(request)
    try:
        if OWN in request.POST:
            kept = documents.own_paper_file(actor, paper_id=_uuid(request.POST[OWN]))
            cases.attach_paper(actor, draft_id=draft_id, code=code, stream=BytesIO(kept.data), file_name=kept.name)
        else:
            chosen = _uuid(request.POST.get(FROM_WALLET, ""))
            cases.cite_document(actor, draft_id=draft_id, code=code, document_id=chosen)
    except (Invalid, Conflict) as refusal:
        return _papers(request, draft_id, _at_paper(refusal, code))
    return redirect("portal:draft_papers", draft_id)


@page(Role.CITIZEN, title="Bỏ tệp", methods=("POST",))
def detach(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take one file out again."""
    cases.detach_paper(actor_of(request), draft_id=draft_id, paper_id=_uuid(request.POST.get("paper", "")))
    return redirect("portal:draft_papers", draft_id)


@page(Role.CITIZEN, title="Kiểm tra và nộp")
def hand_in(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything read back; the button hands it in, twice pressed or not."""
    if request.method == "POST":
        return _handed_in(request, draft_id)
    info = cases.open_draft(actor_of(request), draft_id=draft_id)
    if lacks_level(request, info.procedure):
        return redirect(sign_in_url(request.path, info.procedure.assurance_level))
    if filing_words.of_form(info.blockers):
        return _back_to_form(draft_id)
    if filing_words.of_papers(info.blockers):
        return redirect("portal:draft_papers", draft_id)
    return render_page(request, "portal/hand_in.html", _review(info))


def _handed_in(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    try:
        filed = cases.submit_draft(
            actor, draft_id=draft_id, expected_revision=revision_of(request), child_units=filing_words.units_of_parts
        )
    except InvalidForm:
        return _back_to_form(draft_id)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("portal:draft", draft_id)
    if not filed.is_repeat:
        messages.success(request, f"Đã nộp. Mã hồ sơ {filed.code}.")
    return redirect("portal:own_case", filed.case_id)


def _back_to_form(draft_id: UUID) -> HttpResponse:
    response = redirect("portal:draft", draft_id)
    response["Location"] += f"?{CHECK}=1"
    return response


def _attach(request: HttpRequest, draft_id: UUID) -> dict[str, str]:
    """Keep the file of the request; what is wrong with it, by paper."""
    code, file = request.POST.get(CODE, ""), request.FILES.get(FILE)
    if file is None:
        return {filing_words.PAPER + code: "Hãy chọn tệp rồi bấm “Gửi tệp”."}
    try:
        cases.attach_paper(actor_of(request), draft_id=draft_id, code=code, stream=file, file_name=file.name or "tep")
    except (Invalid, Conflict) as refusal:
        return _at_paper(refusal, code)
    return {}


def _at_paper(refusal: DomainError, code: str) -> dict[str, str]:
    return {filing_words.PAPER + code: refusal.message}


def _papers(request: HttpRequest, draft_id: UUID, refused: dict[str, str]) -> HttpResponse:
    info = cases.open_draft(actor_of(request), draft_id=draft_id)
    boxes = filing_words.paper_boxes(info.needed, info.papers, refused, info.fitting)
    missing = filing_words.of_papers(info.blockers)
    context = {
        "info": info,
        "boxes": boxes,
        "own": documents.own_papers(actor_of(request))[:MOST_OWN_OFFERED],
        "accept": ACCEPT,
        "largest": cases.LARGEST_PAPER,
        "missing": list(missing.values()),
        "is_whole": not missing,
    }
    return render_page(request, "portal/draft_papers.html", context, status=422 if refused else 200)


def _review(info: DraftInfo) -> dict[str, object]:
    today = filing_words.today()
    return {
        "info": info,
        "sections": filing_words.answered(info.procedure, info.answers),
        "boxes": filing_words.paper_boxes(info.needed, info.papers, {}),
        "unit_name": dict(filing_words.receivers(info.procedure.code, today)).get(info.unit_code, ""),
        "parts": filing_words.parts(info.procedure, info.unit_code, today),
        "fees": filing_words.fees(info.procedure),
        "deadline": procedures.deadline_words(info.procedure),
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("Không có tệp này trong tờ khai.", code="paper_not_found") from None
