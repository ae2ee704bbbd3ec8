"""The style page: every component with realistic content, to look at and to test."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.ui import samples
from dean06.ui.formats import parse_day
from dean06.ui.pages import page, render_page
from dean06.ui.words import STATUSES

ROWS_A_PAGE = 5


@page(Role.OPERATOR, title="Giao diện", methods=("GET",))
def styles(request: HttpRequest) -> HttpResponse:
    """Draw all components; ``?nen=toi`` draws them in the dark scheme, ``?khung=cong`` in the portal's shell."""
    items = Paginator(samples.PILOT_ROWS, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "crumbs": [("Vận hành", "/van-hanh/"), ("Giao diện", "")],
        "day": parse_day(request.GET.get("ngay", "")) or clock.today(),
        "page_obj": items,
        "table": samples.table(list(items)),
        "events": samples.EVENTS,
        "files": samples.FILES,
        "trend": samples.TREND,
        "form": samples.SampleForm(),
        "bad_form": samples.SampleForm(samples.BAD_ANSWERS, prefix="sai"),
        "statuses": sorted(STATUSES),
        "color_scheme": "dark" if request.GET.get("nen") == "toi" else "light",
    }
    if request.GET.get("khung") == "cong":
        context["shell"] = "portal"
    return render_page(request, "ui/styles.html", context)
