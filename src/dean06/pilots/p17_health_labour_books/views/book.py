"""A person's own health book: what holds today, what was, one fact, the emergency page, who looked."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from dean06.kernel.base.actor import Role
from dean06.pilots.p17_health_labour_books.holdings import ENTRIES
from dean06.pilots.p17_health_labour_books.selectors import book
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

PAGE_SIZE = 20
PAGE = "trang"
LEVEL = 2


@page(Role.CITIZEN, title="Sổ sức khỏe của tôi", shell="portal", level=LEVEL, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Allergies and medicines first, then what was done, by year."""
    actor = actor_of(request)
    paged = Paginator(book.own_timeline(actor), PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {"shelves": book.own_shelves(actor), "page": paged, "lines": [book.line(row) for row in paged]}
    return render_page(request, "p17_health_labour_books/own.html", context)


@page(Role.CITIZEN, title="Một mục trong sổ sức khỏe", shell="portal", level=LEVEL, methods=("GET",))
def entry(request: HttpRequest, health_entry_id: UUID) -> HttpResponse:
    """One fact, where it comes from, and how to have it mended."""
    line = book.own_entry(actor_of(request), entry_id=health_entry_id)
    context = {"line": line, "holding": ENTRIES}
    return render_page(request, "p17_health_labour_books/entry.html", context)


@page(Role.CITIZEN, title="Thông tin khẩn cấp của tôi", shell="portal", level=LEVEL, methods=("GET",))
def emergency(request: HttpRequest) -> HttpResponse:
    """What to show whoever helps; fits one sheet."""
    actor = actor_of(request)
    shelves, blood = book.emergency(actor.party_id)
    context = {"shelves": shelves, "blood": blood, "name": actor.name}
    return render_page(request, "p17_health_labour_books/own_emergency.html", context)


@page(Role.CITIZEN, title="Ai đã xem sổ sức khỏe", shell="portal", level=LEVEL, methods=("GET",))
def looks(request: HttpRequest) -> HttpResponse:
    """Every reading by somebody else."""
    paged = Paginator(book.own_looks(actor_of(request)), PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {"page": paged, "looks": book.look_lines(paged)}
    return render_page(request, "p17_health_labour_books/looks.html", context)
