"""A person's own cases: where they stand, adding what is asked for, taking one back, mending what failed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseView, InterlinkInfo, InvalidForm, PaperSpec, Procedure
from dean06.kernel.payments import api as payments
from dean06.portal import answer_forms, answering, case_words, filing_words, procedures
from dean06.portal.views.filing import revision_of
from dean06.portal.views.filing_papers import ACCEPT
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

LONGEST_WORDS = 2000


class SupplementForm(forms.Form):
    """The applicant's own words to a request."""

    answer = forms.CharField(
        label="Nội dung bổ sung",
        help_text="Viết ngắn: đã gửi thêm giấy gì, đã sửa chỗ nào.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy viết đã bổ sung gì."},
    )


class WithdrawForm(forms.Form):
    """Why a case is taken back; ``revision`` is the state that was read."""

    reason = forms.CharField(
        label="Lý do rút hồ sơ",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy viết lý do rút hồ sơ."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@page(Role.CITIZEN, title="Hồ sơ của tôi", methods=("GET",))
def own_cases(request: HttpRequest) -> HttpResponse:
    """Forms begun and cases handed in, newest first."""
    actor = actor_of(request)
    found = cases.own_cases(actor, after=request.GET.get("after", ""))
    context = {
        "drafts": cases.own_drafts(actor),
        "cases": [(line, case_words.tag(line), case_words.when(line)) for line in found.items],
        "after": found.after,
        "procedures_url": reverse("portal:procedures"),
    }
    return render_page(request, "portal/own_cases.html", context)


@page(Role.CITIZEN, title="Hồ sơ của tôi", methods=("GET",))
def own_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: state, promised day, what was asked, history, what was declared."""
    view = cases.own_case_view(actor_of(request), case_id=case_id)
    context = {
        "view": view,
        "tone": case_words.tag(view.line),
        "when": case_words.when(view.line),
        "due": case_words.due(view.line),
        "asked": case_words.asked(view),
        "order": payments.order_for(actor_of(request), subject=view.fee_subject) if view.fee_subject else None,
        "events": case_words.events(view),
        "sections": filing_words.answered(view.procedure, view.answers),
        "is_open": view.line.ended_at is None,
        "may_withdraw": case_words.may_withdraw(view),
    }
    return render_page(request, "portal/own_case.html", context)


@page(Role.CITIZEN, title="Bổ sung hồ sơ")
def supplement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answer a request with words, files, mended answers; what was typed stays when something is wrong."""
    view = cases.own_case_view(actor_of(request), case_id=case_id)
    if case_words.asked(view) is None:
        messages.info(request, "Hồ sơ này không có yêu cầu bổ sung nào đang chờ.")
        return redirect("portal:own_case", case_id)
    form = SupplementForm(request.POST or None)
    answers = answer_forms.from_post(view.procedure, request.POST, view.answers)
    errors: dict[str, str] = {}
    is_redrawn = answer_forms.changed_rows(view.procedure, answers, request.POST.get("viec", ""))
    if request.method == "POST" and not is_redrawn and form.is_valid():
        errors = _answered(request, view, form, answers)
        if not errors:
            messages.success(request, "Đã gửi bổ sung. Thời hạn giải quyết tiếp tục tính.")
            return redirect("portal:own_case", case_id)
    context = _asked(request, view, form, answers, errors)
    return render_page(request, "portal/supplement.html", context, status=422 if context["errors"] else 200)


@page(Role.CITIZEN, title="Rút hồ sơ")
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take a case back, with a reason, after asking."""
    view = cases.own_case_view(actor_of(request), case_id=case_id)
    form = WithdrawForm(request.POST or None, initial={"revision": view.line.revision})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            cases.withdraw(
                actor_of(request), case_id=case_id, expected_revision=said["revision"], reason=said["reason"]
            )
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
        else:
            messages.success(request, "Đã gửi yêu cầu rút hồ sơ.")
            return redirect("portal:own_case", case_id)
    context = {
        "title": "Rút hồ sơ này?",
        "question": f"Hồ sơ {view.line.code} sẽ không được giải quyết nữa. Muốn làm lại thì phải nộp hồ sơ mới.",
        "form": form,
        "submit": "Rút hồ sơ",
        "danger": True,
        "cancel_url": reverse("portal:own_case", args=[case_id]),
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@page(Role.CITIZEN, title="Thủ tục làm cùng")
def mend_child(request: HttpRequest, interlink_id: UUID) -> HttpResponse:
    """Complete what could not be filed together with the case, and file it."""
    view, part = cases.own_interlink(actor_of(request), interlink_id=interlink_id)
    if part.case_id:
        return redirect("portal:own_case", part.case_id)
    procedure = procedures.in_force(part.procedure_code, filing_words.today())
    if procedure is None:
        raise Http404
    known = cases.child_answers(view.procedure, part.procedure_code, view.answers)
    answers, errors = answer_forms.from_post(procedure, request.POST, known), dict(part.errors)
    is_redrawn = answer_forms.changed_rows(procedure, answers, request.POST.get("viec", ""))
    is_sent = request.method == "POST" and not is_redrawn
    if is_sent:
        errors = _mended(request, part, procedure, answers)
        if not errors:
            messages.success(request, f"Đã nộp “{part.title}”.")
            return redirect("portal:own_case", view.line.id)
    context = {"view": view, "part": part, "is_sent": is_sent} | _child_form(request, part, procedure, answers, errors)
    return render_page(request, "portal/mend_child.html", context, status=422 if is_sent else 200)


def _asked(
    request: HttpRequest, view: CaseView, form: SupplementForm, answers: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    return {
        "view": view,
        "asked": case_words.asked(view),
        "form": form,
        "errors": [*errors.values(), *(message for found in form.errors.values() for message in found)],
        "blocks": answer_forms.blocks(view.procedure, answers, errors),
        "is_mending": bool(filing_words.of_form(errors)),
        "papers": _papers(request, view.procedure),
        "accept": ACCEPT,
        "largest": cases.LARGEST_PAPER,
    }


def _papers(request: HttpRequest, procedure: Procedure) -> list[tuple[PaperSpec, tuple[answering.Offered, ...]]]:
    """The papers of a procedure, each with what her wallet has for it."""
    fitting = cases.own_fitting(actor_of(request), procedure=procedure)
    return [(spec, answering.offered(request, fitting, spec)) for spec in procedure.papers]


def _child_form(
    request: HttpRequest, part: InterlinkInfo, procedure: Procedure, answers: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    blocks = answer_forms.blocks(procedure, answers, errors)
    return {
        "units": filing_words.receivers(procedure.code, filing_words.today()),
        "unit_code": _receiver(request, procedure, part.unit_code),
        "blocks": blocks,
        "error_links": answer_forms.error_links(blocks, errors),
        "papers": _papers(request, procedure),
        "accept": ACCEPT,
    }


def _receiver(request: HttpRequest, procedure: Procedure, before: str) -> str:
    chosen = request.POST.get(filing_words.UNIT, before)
    return chosen if chosen in cases.receivers(procedure.code, filing_words.today()) else ""


def _answered(request: HttpRequest, view: CaseView, form: SupplementForm, answers: dict[str, Any]) -> dict[str, str]:
    """Send the answer; what is wrong by field."""
    try:
        cases.answer_supplement(
            actor_of(request),
            case_id=view.line.id,
            expected_revision=revision_of(request),
            answer=form.cleaned_data["answer"],
            changes=answering.changes(view, answers),
            papers=answering.handed(request, view.procedure.papers),
        )
    except InvalidForm as refusal:
        return dict(refusal.errors)
    except (Invalid, Conflict) as refusal:
        return {refusal.field or "answer": refusal.message}
    return {}


def _mended(request: HttpRequest, part: InterlinkInfo, procedure: Procedure, answers: dict[str, Any]) -> dict[str, str]:
    unit_code = _receiver(request, procedure, part.unit_code)
    try:
        cases.refile_child(
            actor_of(request),
            interlink_id=part.id,
            unit_code=unit_code,
            answers=answers,
            papers=answering.handed(request, procedure.papers),
        )
    except InvalidForm as refusal:
        return dict(refusal.errors)
    except (Invalid, Conflict) as refusal:
        return {refusal.field or "unit_code": refusal.message}
    return {}
