"""The pilot's page for everybody."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on
from dean06.pilots.p17_health_labour_books.selectors.figures import figures
from dean06.ui.pages import page, render_page


@page(Role.PUBLIC, title="Sổ sức khỏe, sổ lao động", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What the two books are and how they are used in figures; nobody is named."""
    today = clock.today()
    shown = {name: values[-1] for name, values in figures([today]).items()}
    context = {"figures": shown, "terms": terms_on(today)}
    return render_page(request, "p17_health_labour_books/home.html", context)
