"""Filling a form: begun, kept as it is typed, carried over when the form changes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import DraftInfo, Procedure
from dean06.portal import answer_forms, filing_words, procedures, words
from dean06.ui.access import actor_of
from dean06.ui.pages import is_partial, page, render_page, sign_in_url

BUTTON = "viec"
REVISION = "revision"
GO_ON, SAVE = "tiep", "luu"
CHECK = "kiem-tra"
FILL = "dien-san"


@page(Role.CITIZEN, title="Nộp hồ sơ trực tuyến")
def start(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """What is needed, the forms begun already, and the button that begins one."""
    actor, today = actor_of(request), filing_words.today()
    procedure = procedures.in_force(procedure_code, today)
    if procedure is None:
        raise Http404
    if lacks_level(request, procedure):
        return redirect(sign_in_url(request.path, procedure.assurance_level))
    units = filing_words.receivers(procedure_code, today)
    if request.method == "POST":
        unit_code = units[0][0] if len(units) == 1 else ""
        known = _known(request, procedure_code) if FILL in request.POST else {}
        draft_id = cases.save_draft(actor, procedure=procedure_code, unit_code=unit_code, answers=known)
        return redirect("portal:draft", draft_id)
    context = {
        "address": words.address(actor),
        "papers": [one for one in procedure.papers if one.required],
        "terms": cases.prefill_terms(actor, procedure=procedure_code),
        "procedure": procedure,
        "deadline": procedures.deadline_words(procedure),
        "fees": filing_words.fees(procedure),
        "drafts": [one for one in cases.own_drafts(actor) if one.procedure_code == procedure_code],
        "is_receivable": bool(units),
    }
    return render_page(request, "portal/file.html", context)


@page(Role.CITIZEN, title="Tờ khai")
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form. A change is kept at once; going on needs every answer in order."""
    before = cases.open_draft(actor_of(request), draft_id=draft_id)
    if request.method != "POST":
        return _drawn(request, before, whole=CHECK in request.GET)
    button = request.POST.get(BUTTON, "")
    _keep(request, before, button)
    info = cases.open_draft(actor_of(request), draft_id=draft_id)
    if button == GO_ON and not filing_words.of_form(info.blockers):
        return redirect("portal:draft_papers", draft_id)
    if is_partial(request):
        return _kept(request, info, is_redrawn=_shape(info) != _shape(before))
    if button == SAVE:
        messages.success(request, "Đã lưu tờ khai. Có thể đóng trang và điền tiếp sau.")
        return redirect("portal:draft", draft_id)
    return _drawn(request, info, whole=button == GO_ON)


@page(Role.CITIZEN, title="Xoá tờ khai")
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a form away that was not handed in, after asking."""
    info = cases.open_draft(actor_of(request), draft_id=draft_id)
    if request.method == "POST":
        cases.discard_draft(actor_of(request), draft_id=draft_id)
        messages.success(request, "Đã xoá tờ khai và các tệp kèm theo.")
        return redirect("portal:own_cases")
    context = {
        "title": "Xoá tờ khai này?",
        "question": f"Tờ khai “{info.procedure.name}” và các tệp đã gửi kèm sẽ mất hẳn.",
        "submit": "Xoá tờ khai",
        "danger": True,
        "cancel_url": reverse("portal:draft", args=[draft_id]),
    }
    return render_page(request, "ui/confirm.html", context)


def _keep(request: HttpRequest, before: DraftInfo, button: str) -> None:
    """Save what the page says, with a row of a list added or taken away when that was the button."""
    answers = answer_forms.from_post(before.procedure, request.POST, before.answers)
    answer_forms.changed_rows(before.procedure, answers, button)
    cases.save_draft(
        actor_of(request),
        procedure=before.procedure.code,
        unit_code=_unit(request, before),
        answers=answers,
        draft_id=before.id,
        expected_revision=revision_of(request),
    )


def _known(request: HttpRequest, procedure_code: str) -> dict[str, Any]:
    """What she signed in with and what the register answers about her, as she agreed by the button."""
    found = cases.prefill(actor_of(request), procedure=procedure_code)
    if found.is_register_silent:
        messages.warning(request, "Cơ sở dữ liệu dân cư chưa trả lời nên có mục chưa điền sẵn. Hãy tự điền các mục đó.")
    elif found.answers:
        messages.success(request, f"Đã điền sẵn {len(found.answers)} mục. Hãy đọc lại; sai thì sửa ngay trong tờ khai.")
    return dict(found.answers)


def _drawn(request: HttpRequest, info: DraftInfo, *, whole: bool) -> HttpResponse:
    context = _context(info, whole=whole) | {"is_checked": whole}
    return render_page(request, "portal/draft.html", context, status=422 if whole and context["errors"] else 200)


def _kept(request: HttpRequest, info: DraftInfo, *, is_redrawn: bool) -> HttpResponse:
    """The answer to a change: the new revision beside the form, and the questions again when others are asked now."""
    context = _context(info, whole=False) | {"is_kept": True}
    response = render_page(request, "portal/draft.html", context, partial="questions" if is_redrawn else "kept")
    if not is_redrawn:
        response["HX-Reswap"] = "none"
    return response


def _context(info: DraftInfo, *, whole: bool) -> dict[str, object]:
    errors = filing_words.of_form(info.blockers if whole else info.errors)
    blocks = answer_forms.blocks(info.procedure, info.answers, errors)
    return {
        "info": info,
        "blocks": blocks,
        "errors": errors,
        "error_links": answer_forms.error_links(blocks, errors),
        "units": filing_words.receivers(info.procedure.code, filing_words.today()),
        "unit_error": errors.get(filing_words.UNIT, ""),
    }


def _shape(info: DraftInfo) -> list[object]:
    """What the page asks: its questions, and how many rows each list has."""
    asked = answer_forms.asked(info.procedure, info.answers)
    return [(spec.name, len(info.answers.get(spec.name) or ()) if spec.columns else 0) for spec in asked]


def _unit(request: HttpRequest, info: DraftInfo) -> str:
    """The unit chosen, when it may receive; what was chosen before when nothing was sent."""
    chosen = request.POST.get(filing_words.UNIT, info.unit_code)
    return chosen if chosen in cases.receivers(info.procedure.code, filing_words.today()) else ""


def lacks_level(request: HttpRequest, procedure: Procedure) -> bool:
    """Whether she has to prove more before this service is hers to file."""
    return actor_of(request).assurance_level < procedure.assurance_level


def revision_of(request: HttpRequest) -> int:
    """The revision a page was drawn at, 0 when it says none."""
    given = request.POST.get(REVISION, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
