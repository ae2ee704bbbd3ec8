"""Difficulties, extensions and inspections."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.errors import DomainError
from dean06.programme.choices import Verdict
from dean06.programme.forms import AnswerForm, ExtensionForm, ImpedimentForm, InspectionForm, VerdictForm
from dean06.programme.menu import ASSIGNERS, REPORTERS
from dean06.programme.selectors import work as selectors
from dean06.programme.selectors.assignment import assignment_page
from dean06.programme.services.extensions import judge_extension as give_extension
from dean06.programme.services.extensions import request_extension
from dean06.programme.services.impediments import answer_impediment, raise_impediment
from dean06.programme.services.inspections import record_inspection
from dean06.programme.views.common import actor, own_task
from dean06.ui.pages import OFFICERS, add_error, page, render_page


@page(*REPORTERS, title="Nêu khó khăn, vướng mắc")
def impediment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Raise a difficulty for one's own unit."""
    task = own_task(request, assignment_id).task
    form = ImpedimentForm(request.POST or None, units=selectors.unit_choices(clock.today()))
    unit = actor(request).unit_code
    return _answer_form(
        request,
        form,
        lambda data: raise_impediment(actor(request), assignment_id=assignment_id, unit_code=unit, **data),
        title=f"Nêu khó khăn, vướng mắc trong nhiệm vụ {task.number}",
        lead=task.title,
        submit="Gửi khó khăn, vướng mắc",
        done="Đã gửi khó khăn, vướng mắc.",
        back=reverse("programme:assignment", args=[assignment_id]),
    )


@page(*OFFICERS, title="Trả lời khó khăn, vướng mắc")
def answer(request: HttpRequest, impediment_id: UUID) -> HttpResponse:
    """Answer a difficulty; the service knows who may."""
    shown = selectors.impediment(actor(request), impediment_id)
    return _answer_form(
        request,
        AnswerForm(request.POST or None),
        lambda data: answer_impediment(actor(request), impediment_id=impediment_id, **data),
        title="Trả lời khó khăn, vướng mắc",
        lead=shown.text,
        submit="Gửi trả lời",
        done="Đã gửi trả lời.",
        back=reverse("programme:assignment", args=[shown.assignment_id]),
    )


@page(*REPORTERS, title="Đề nghị gia hạn")
def extension(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Ask for a later day for one's own unit."""
    shown, unit = own_task(request, assignment_id), actor(request).unit_code
    now = shown.facts.deadline.text or "không nêu"
    return _answer_form(
        request,
        ExtensionForm(request.POST or None),
        lambda data: request_extension(actor(request), assignment_id=assignment_id, unit_code=unit, **data),
        title=f"Đề nghị gia hạn nhiệm vụ {shown.task.number}",
        lead=f"{shown.task.title}. Hạn hiện nay: {now}.",
        submit="Gửi đề nghị",
        done="Đã gửi đề nghị gia hạn.",
        back=reverse("programme:assignment", args=[assignment_id]),
    )


@page(*ASSIGNERS, title="Trả lời đề nghị gia hạn")
def judge_extension(request: HttpRequest, extension_id: UUID) -> HttpResponse:
    """Grant or return a request for a later day."""
    shown = selectors.extension(actor(request), extension_id)
    return _answer_form(
        request,
        VerdictForm(request.POST or None),
        lambda data: give_extension(
            actor(request), extension_id=extension_id, verdict=Verdict(data["verdict"]), note=data["note"]
        ),
        title=f"Gia hạn nhiệm vụ {shown.assignment.number} đến {shown.wanted_on:%d/%m/%Y}",
        lead=shown.reason,
        submit="Gửi ý kiến",
        done="Đã trả lời đề nghị gia hạn.",
        back=reverse("programme:verdicts"),
    )


@page(*ASSIGNERS, title="Ghi kết quả kiểm tra")
def inspection(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Record an inspection."""
    shown = assignment_page(actor(request), assignment_id=assignment_id, as_of=clock.today())
    form = InspectionForm(request.POST or None, units=selectors.part_choices(shown.facts))
    return _answer_form(
        request,
        form,
        lambda data: record_inspection(actor(request), assignment_id=assignment_id, **data),
        title=f"Ghi kết quả kiểm tra nhiệm vụ {shown.task.number}",
        lead=shown.task.title,
        submit="Ghi kết quả",
        done="Đã ghi kết quả kiểm tra.",
        back=reverse("programme:assignment", args=[assignment_id]),
    )


def _answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    submit: str,
    done: str,
    back: str,
    lead: str = "",
) -> HttpResponse:
    """One plain form: do the act on valid input, else show the form with its errors and nothing lost."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "lead": lead, "submit": submit, "cancel_url": back}
    return render_page(request, "ui/form.html", context, status=422 if form.errors else 200)
