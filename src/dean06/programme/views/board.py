"""The board and the drill-down: an assignment, a unit, the checks on the spot."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.programme.menu import ASSIGNERS, REPORTERS
from dean06.programme.selectors.assignment import assignment_page
from dean06.programme.selectors.board import board as read_board
from dean06.programme.selectors.board_filter import BoardFilter, lead_choices, narrow, status_choices
from dean06.programme.selectors.inspections import inspections as read_inspections
from dean06.programme.selectors.units import unit_page
from dean06.programme.views.common import actor, crumbs, day_asked
from dean06.ui.pages import OFFICERS, page, render_page


@page(*OFFICERS, methods=("GET",), title="Bảng điều hành")
def board(request: HttpRequest) -> HttpResponse:
    """23 pilots by group as of a day."""
    day = day_asked(request)
    whole = read_board(actor(request), as_of=day)
    wanted = BoardFilter(
        status=request.GET.get("tinh-trang", ""),
        unit_code=request.GET.get("don-vi", ""),
        text=request.GET.get("tim", ""),
    )
    context = {
        "board": whole,
        "shown": narrow(whole, wanted),
        "wanted": wanted,
        "statuses": status_choices(),
        "leads": lead_choices(whole),
        "day": day,
        "is_today": day == clock.today(),
        "wide": True,
    }
    return render_page(request, "programme/board.html", context, partial="board")


@page(*OFFICERS, methods=("GET",), title="Nhiệm vụ")
def assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """One assignment: what was ordered, who does it, what has been done."""
    day = day_asked(request)
    shown = assignment_page(actor(request), assignment_id=assignment_id, as_of=day)
    is_today = day == clock.today()
    context = {
        "shown": shown,
        "day": day,
        "is_today": is_today,
        "may_report": is_today and shown.is_mine and actor(request).role in REPORTERS,
        "may_judge": is_today and actor(request).role in ASSIGNERS,
        "crumbs": crumbs((f"Nhiệm vụ {shown.task.number}", "")),
    }
    return render_page(request, "programme/assignment.html", context)


@page(*OFFICERS, methods=("GET",), title="Đơn vị")
def unit(request: HttpRequest, unit_code: str) -> HttpResponse:
    """One unit: its assignments, plan, reports and evidence as of a day."""
    day = day_asked(request)
    shown = unit_page(actor(request), unit_code=unit_code, as_of=day)
    context = {"shown": shown, "day": day, "wide": True, "crumbs": crumbs((shown.name, ""))}
    return render_page(request, "programme/unit.html", context)


@page(*OFFICERS, methods=("GET",), title="Kiểm tra thực tế")
def inspections(request: HttpRequest) -> HttpResponse:
    """All checks on the spot as of a day."""
    day = day_asked(request)
    context = {
        "inspections": read_inspections(actor(request), as_of=day),
        "day": day,
        "crumbs": crumbs(("Kiểm tra thực tế", "")),
    }
    return render_page(request, "programme/inspections.html", context)
