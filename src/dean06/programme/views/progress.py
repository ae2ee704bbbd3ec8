"""Progress: a unit's own work, reporting, and the assigner's answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.errors import DomainError
from dean06.programme.choices import ProgressState, Verdict
from dean06.programme.forms import ProgressForm, VerdictForm
from dean06.programme.menu import ASSIGNERS, REPORTERS
from dean06.programme.selectors import work as selectors
from dean06.programme.services import progress as services
from dean06.programme.views.common import actor, ask_files_again, crumbs, day_asked, own_task, request_key
from dean06.ui.pages import OFFICERS, add_error, page, render_page


@page(*REPORTERS, methods=("GET",), title="Việc của đơn vị")
def work(request: HttpRequest) -> HttpResponse:
    """Assignments in which my unit has a part."""
    day = day_asked(request)
    context = {
        "tasks": selectors.unit_tasks(actor(request), as_of=day),
        "to_answer": selectors.to_answer(actor(request)),
        "day": day,
        "is_today": day == clock.today(),
        "wide": True,
    }
    return render_page(request, "programme/work.html", context)


@page(*ASSIGNERS, methods=("GET",), title="Chờ xác nhận")
def verdicts(request: HttpRequest) -> HttpResponse:
    """Everything that waits for my answer."""
    return render_page(request, "programme/verdicts.html", {"pending": selectors.pending(actor(request))})


@page(*REPORTERS, title="Báo cáo tiến độ")
def report(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Report progress on an assignment for one's own unit."""
    shown = own_task(request, assignment_id)
    form = ProgressForm(request.POST or None, request.FILES or None, initial={"request_key": request_key()})
    if request.method == "POST" and form.is_valid() and _reported(request, form, assignment_id):
        messages.success(request, "Đã gửi báo cáo. Báo cáo được tính sau khi cơ quan theo dõi xác nhận.")
        return redirect("programme:assignment", assignment_id=assignment_id)
    ask_files_again(form, request.FILES)
    context = {
        "form": form,
        "title": f"Báo cáo tiến độ nhiệm vụ {shown.task.number}",
        "lead": shown.task.title,
        "submit": "Gửi báo cáo",
        "cancel_url": reverse("programme:assignment", args=[assignment_id]),
    }
    return render_page(request, "ui/form.html", context, status=422 if form.errors else 200)


def _reported(request: HttpRequest, form: ProgressForm, assignment_id: UUID) -> bool:
    data = form.cleaned_data
    try:
        services.report_progress(
            actor(request),
            assignment_id=assignment_id,
            unit_code=actor(request).unit_code,
            state=ProgressState(data["state"]),
            percent=data["percent"],
            summary=data["summary"],
            files=data["files"],
            request_key=data["request_key"],
        )
    except DomainError as error:
        add_error(form, error)
        return False
    return True


@page(*OFFICERS, title="Báo cáo của đơn vị")
def judge(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Look at a report and its evidence; an assigner confirms or returns it."""
    shown = selectors.report(actor(request), report_id)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.judge_report(
                actor(request), report_id=report_id, verdict=Verdict(data["verdict"]), note=data["note"]
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã trả lời báo cáo.")
            return redirect("programme:verdicts")
    context = {
        "report": shown,
        "form": form,
        "may_judge": actor(request).role in ASSIGNERS and shown.verdict == Verdict.PENDING,
        "crumbs": crumbs(
            (f"Nhiệm vụ {shown.assignment.number}", reverse("programme:assignment", args=[shown.assignment_id])),
            ("Báo cáo", ""),
        ),
    }
    return render_page(request, "programme/report.html", context, status=422 if form.errors else 200)
