"""Which services are essential, how they are used here, and what is still missing of the decisions' lists."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.cases.types import DecisionList
from dean06.pilots.p01_essential_services import selectors
from dean06.ui.pages import page, render_page


@page(Role.PUBLIC, title="Dịch vụ công thiết yếu", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """The services with their use, and the counters."""
    today = clock.today()
    counters, figures = selectors.counters(today), selectors.figures([today])
    context = {
        "services": selectors.services(today),
        "counters": counters,
        "named": next((one.decision.count for one in counters if one.decision.code is DecisionList.QD_06), 0),
        "filed": figures["cases_filed"][-1],
        "online": figures["cases_online"][-1],
        "in_time": figures["cases_in_time"][-1],
        "reuse": selectors.not_asked_again(today),
        "open": selectors.services_open(today),
    }
    return render_page(request, "p01_essential_services/home.html", context)
