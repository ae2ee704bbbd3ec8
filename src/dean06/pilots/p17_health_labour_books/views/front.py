"""The pilot's page for everybody."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.actor import Role
from dean06.ui.pages import page, render_page


@page(Role.PUBLIC, title="Sổ sức khỏe, sổ lao động", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What the two books are; nobody is named."""
    return render_page(request, "p17_health_labour_books/home.html", {})
