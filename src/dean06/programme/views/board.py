"""The board and the drill-down of one assignment."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.programme.menu import ASSIGNERS, REPORTERS
from dean06.programme.rules.status import Status
from dean06.programme.selectors.assignment import assignment_page
from dean06.programme.selectors.board import board as read_board
from dean06.programme.views.common import actor, crumbs, day_asked
from dean06.ui.pages import OFFICERS, page, render_page


@page(*OFFICERS, methods=("GET",), title="Bảng điều hành")
def board(request: HttpRequest) -> HttpResponse:
    """23 pilots by group as of a day."""
    day = day_asked(request)
    context = {
        "board": read_board(actor(request), as_of=day),
        "day": day,
        "is_today": day == clock.today(),
        "statuses": list(Status),
        "wide": True,
    }
    return render_page(request, "programme/board.html", context, partial="board")


@page(*OFFICERS, methods=("GET",), title="Nhiệm vụ")
def assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """One assignment: what was ordered, who does it, what has been done."""
    day = day_asked(request)
    shown = assignment_page(actor(request), assignment_id=assignment_id, as_of=day)
    context = {
        "shown": shown,
        "day": day,
        "is_today": day == clock.today(),
        "may_report": actor(request).role in REPORTERS,
        "may_judge": actor(request).role in ASSIGNERS,
        "crumbs": crumbs((f"Nhiệm vụ {shown.task.number}", "")),
    }
    return render_page(request, "programme/assignment.html", context)
