"""What everybody may see: what a certified copy is, what it costs, what is refused, how much it is used."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.declared import fee_on, fee_source, grounds_on
from dean06.pilots.p02_certified_documents.rules import MOST_PAGES
from dean06.ui.pages import page, render_page


@page(Role.PUBLIC, title="Chứng thực bản sao điện tử", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """The pilot's page."""
    today = clock.today()
    figures = selectors.figures([today])
    context = {
        "figures": {code: counts[-1] for code, counts in figures.items()},
        "fee": fee_on(today),
        "fee_source": fee_source(today),
        "grounds": grounds_on(today),
        "counters": selectors.counters(),
        "most_pages": MOST_PAGES,
    }
    return render_page(request, "p02_certified_documents/home.html", context)
