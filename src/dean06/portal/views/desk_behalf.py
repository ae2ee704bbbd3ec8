"""At the counter an officer writes down for the applicant: an answer to a request for more, or a withdrawal.

Who said it and how is asked for each time; it is her word, never the officer's.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseView, Heard, IncomingPaper, InvalidForm, PaperSource, Spoken
from dean06.kernel.documents.types import DocumentLine
from dean06.portal import answer_forms, answering, case_words, filing_words
from dean06.portal.desk_forms import LONGEST_REASON
from dean06.portal.views.filing_papers import ACCEPT
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

SHOWN = "xuat-trinh"
NOT_ASKED = "Hồ sơ này không có yêu cầu bổ sung nào đang chờ."


class SpokenForm(forms.Form):
    """Who told the officer, and how; ``revision`` is the state that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    spoken_by = forms.CharField(
        label="Người nói",
        help_text="Người nộp, hoặc người được ủy quyền: ghi cả quan hệ.",
        max_length=200,
        error_messages={"required": "Hãy ghi ai nói."},
    )
    how = forms.ChoiceField(
        label="Bằng cách nào",
        choices=[(one.value, one.label.capitalize()) for one in Heard],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn bằng cách nào."},
    )
    why = forms.CharField(label="Vì sao cán bộ ghi thay", required=False, max_length=500)

    def spoken(self) -> Spoken:
        """What a valid form says."""
        said = self.cleaned_data
        return Spoken(by=said["spoken_by"], how=Heard(said["how"]), why=said["why"])


class AnswerForm(SpokenForm):
    """Her words to a request."""

    answer = forms.CharField(
        label="Người nộp bổ sung gì",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi đã bổ sung gì."},
    )
    field_order = ("answer", "spoken_by", "how", "why")


class WithdrawForm(SpokenForm):
    """Why she takes it back."""

    reason = forms.CharField(
        label="Lý do rút hồ sơ",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do rút hồ sơ."},
    )
    field_order = ("reason", "spoken_by", "how", "why")


def offered(actor: Actor, view: CaseView) -> tuple[bool, bool]:
    """Whether the actor's counter may write down an answer, and a withdrawal. The services judge again."""
    is_counter = (actor.unit_code, actor.role) == (view.line.unit_code, view.procedure.steps[0].role)
    return is_counter and case_words.asked(view) is not None, is_counter and case_words.may_withdraw(view)


@page(Role.CLERK, title="Ghi bổ sung thay người nộp")
def answer(request: HttpRequest, case_code: str) -> HttpResponse:
    """Words, papers handed over or scanned, mended answers; what was typed stays when something is wrong."""
    actor, view = _opened(request, case_code)
    if case_words.asked(view) is None:
        messages.info(request, NOT_ASKED)
        return redirect("portal:desk_case", view.line.code)
    form = AnswerForm(request.POST or None, initial={"revision": view.line.revision})
    answers = answer_forms.from_post(view.procedure, request.POST, view.answers)
    is_redrawn = answer_forms.changed_rows(view.procedure, answers, request.POST.get("viec", ""))
    errors: dict[str, str] = {}
    if request.method == "POST" and not is_redrawn and form.is_valid():
        errors = _answered(request, actor, view, form, answers)
        if not errors and not form.errors:
            messages.success(request, "Đã ghi bổ sung. Người nộp được báo.")
            return redirect("portal:desk_case", view.line.code)
    context = _drawn(request, view, form, answers, errors)
    return render_page(request, "portal/desk_answer.html", context, status=422 if form.errors or errors else 200)


@page(Role.CLERK, title="Ghi yêu cầu rút thay người nộp")
def withdraw(request: HttpRequest, case_code: str) -> HttpResponse:
    """A withdrawal somebody asked for at the counter, by telephone or by post."""
    actor, view = _opened(request, case_code)
    form = WithdrawForm(request.POST or None, initial={"revision": view.line.revision})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            cases.withdraw(
                actor, case_id=view.line.id, expected_revision=said["revision"], reason=said["reason"],
                spoken=form.spoken(),
            )  # fmt: skip
        except DomainError as refusal:
            _at_field(form, refusal)
        else:
            messages.success(request, "Đã ghi yêu cầu rút hồ sơ. Người nộp được báo; còn phải dừng giải quyết.")
            return redirect("portal:desk_case", view.line.code)
    context = {
        "title": "Rút hồ sơ theo lời người nộp?",
        "question": f"Hồ sơ {view.line.code} của {view.applicant_name} sẽ không được giải quyết nữa.",
        "form": form,
        "submit": "Ghi yêu cầu rút",
        "danger": True,
        "cancel_url": reverse("portal:desk_case", args=[view.line.code]),
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, case_code: str) -> tuple[Actor, CaseView]:
    actor = actor_of(request)
    return actor, cases.read_case(actor, case_id=cases.case_id_of(actor, code=case_code))


def _answered(
    request: HttpRequest, actor: Actor, view: CaseView, form: AnswerForm, answers: dict[str, Any]
) -> dict[str, str]:
    """Write it down; what is wrong with form and papers by field, what is wrong with the rest at the form's own."""
    shown = [IncomingPaper(code=code, source=PaperSource.COUNTER) for code in request.POST.getlist(SHOWN)]
    try:
        cases.answer_supplement(
            actor,
            case_id=view.line.id,
            expected_revision=form.cleaned_data["revision"],
            answer=form.cleaned_data["answer"],
            changes=answering.changes(view, answers),
            papers=[*answering.handed(request, view.procedure.papers), *shown],
            spoken=form.spoken(),
        )
    except InvalidForm as refusal:
        return dict(refusal.errors)
    except DomainError as refusal:
        if isinstance(refusal, Invalid) and any(spec.code == refusal.field for spec in view.procedure.papers):
            return {f"papers.{refusal.field}": refusal.message}
        _at_field(form, refusal)
    return {}


def _at_field(form: SpokenForm, refusal: DomainError) -> None:
    """At its field; a refusal that is about the case itself stays on the page with everything typed."""
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, NotPermitted):
        refusal = Conflict(refusal.message, code=refusal.code)
    add_error(form, refusal)


def _fitting(actor: Actor, view: CaseView) -> Mapping[str, tuple[DocumentLine, ...]]:
    """What her wallet has; nothing at a counter that takes the procedure in no more: papers come by hand then."""
    try:
        return cases.wallet_for(actor, procedure=view.procedure, applicant_id=view.applicant_id)
    except NotPermitted:
        return {}


def _drawn(
    request: HttpRequest, view: CaseView, form: AnswerForm, answers: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    shown = set(request.POST.getlist(SHOWN))
    fitting = _fitting(actor_of(request), view)
    return {
        "view": view,
        "asked": case_words.asked(view),
        "form": form,
        "errors": list(errors.values()),
        "blocks": answer_forms.blocks(view.procedure, answers, filing_words.of_form(errors)),
        "is_mending": bool(filing_words.of_form(errors)),
        "papers": [
            (
                spec,
                spec.code in shown,
                errors.get(f"papers.{spec.code}", ""),
                answering.offered(request, fitting, spec),
            )
            for spec in view.procedure.papers
            if answer_forms.holds(spec.condition, answers)
        ],
        "accept": ACCEPT,
        "largest": cases.LARGEST_PAPER,
    }
