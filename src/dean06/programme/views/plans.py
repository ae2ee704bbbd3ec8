"""Plans of units: the matrix, handing one in, answering one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError
from dean06.programme.choices import Verdict
from dean06.programme.forms import PaperPlanForm, PlanForm, VerdictForm
from dean06.programme.menu import ASSIGNERS, REPORTERS
from dean06.programme.selectors import plans as selectors
from dean06.programme.selectors.directives import directive
from dean06.programme.selectors.work import unit_choices
from dean06.programme.services import plans as services
from dean06.programme.views.common import actor, ask_files_again, crumbs, day_asked
from dean06.ui.pages import OFFICERS, add_error, page, render_page
from dean06.ui.words import capital

MATRIX = "programme:plans"


@page(*OFFICERS, methods=("GET",), title="Kế hoạch của các đơn vị")
def matrix(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Unit x plan as of a day."""
    day = day_asked(request)
    shown = selectors.plan_matrix(actor(request), directive_id=directive_id, as_of=day)
    context = {
        "matrix": shown,
        "directive": shown.directive,
        "day": day,
        "may_submit": actor(request).role in REPORTERS,
        "may_receive": actor(request).role is Role.COORDINATOR,
        "crumbs": crumbs(("Kế hoạch", "")),
    }
    return render_page(request, "programme/plans.html", context, partial="rows")


@page(*REPORTERS, title="Gửi kế hoạch")
def submit(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Hand in the plan of one's own unit."""
    row = directive(actor(request), directive_id)
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit_plan(
                actor(request), directive_id=directive_id, unit_code=actor(request).unit_code, **form.cleaned_data
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã gửi kế hoạch. Cơ quan theo dõi sẽ trả lời.")
            return redirect(MATRIX, directive_id=directive_id)
    ask_files_again(form, request.FILES)
    context = {
        "form": form,
        "title": "Gửi kế hoạch thực hiện",
        "lead": f"{capital(row.subject or row.source_name)}. Đơn vị: {actor(request).unit_name}",
        "submit": "Gửi kế hoạch",
        "cancel_url": reverse(MATRIX, args=[directive_id]),
    }
    return render_page(request, "ui/form.html", context, status=422 if form.errors else 200)


@page(Role.COORDINATOR, title="Ghi nhận kế hoạch giấy")
def receive(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Note a plan that came on paper."""
    row = directive(actor(request), directive_id)
    form = PaperPlanForm(request.POST or None, request.FILES or None, units=unit_choices(clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            services.receive_paper_plan(actor(request), directive_id=directive_id, **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã ghi nhận kế hoạch. Lãnh đạo hoặc cán bộ theo dõi khác trả lời kế hoạch này.")
            return redirect(MATRIX, directive_id=directive_id)
    ask_files_again(form, request.FILES)
    context = {
        "form": form,
        "title": "Ghi nhận kế hoạch gửi bằng giấy",
        "lead": f"{capital(row.subject or row.source_name)}. Đính kèm bản quét hoặc ảnh chụp của bản giấy.",
        "submit": "Ghi nhận kế hoạch",
        "cancel_url": reverse(MATRIX, args=[directive_id]),
    }
    return render_page(request, "ui/form.html", context, status=422 if form.errors else 200)


@page(*OFFICERS, title="Kế hoạch của đơn vị")
def judge(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Look at a plan; an assigner accepts or returns it."""
    plan = selectors.plan(actor(request), plan_id)
    may_judge = actor(request).role in ASSIGNERS and plan.verdict == Verdict.PENDING
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            services.judge_plan(actor(request), plan_id=plan_id, verdict=Verdict(said["verdict"]), note=said["note"])
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã trả lời kế hoạch.")
            return redirect(MATRIX, directive_id=plan.directive_id)
    context = {
        "plan": plan,
        "history": selectors.history(actor(request), plan),
        "form": form,
        "may_judge": may_judge,
        "crumbs": crumbs(("Kế hoạch", reverse(MATRIX, args=[plan.directive_id])), ("Xem", "")),
    }
    return render_page(request, "programme/plan.html", context, status=422 if form.errors else 200)
