"""Letting a place of care read one's book for a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError
from dean06.pilots.p17_health_labour_books.forms import ShareForm
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on
from dean06.pilots.p17_health_labour_books.selectors import book
from dean06.pilots.p17_health_labour_books.services import sharing
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

LEVEL = 2


@page(Role.CITIZEN, title="Chia sẻ sổ sức khỏe", shell="portal", level=LEVEL, methods=("GET",))
def shares(request: HttpRequest) -> HttpResponse:
    """With whom it is shared, and who looked."""
    context = {"shares": book.own_shares(actor_of(request))}
    return render_page(request, "p17_health_labour_books/shares.html", context)


@page(Role.CITIZEN, title="Chia sẻ sổ sức khỏe với cơ sở y tế", shell="portal", level=LEVEL)
def share(request: HttpRequest) -> HttpResponse:
    """Choose the place, the shelves, the purpose, the time; pressing the button is the consent."""
    places, terms = book.facilities(), terms_on(clock.today())
    form = ShareForm(places, terms, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sharing.share(actor_of(request), **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Đã chia sẻ. Nơi nhận mở được sổ từ bây giờ.")
            return redirect("p17_health_labour_books:shares")
    context = {"form": form, "terms": terms, "places": places}
    return render_page(request, "p17_health_labour_books/share.html", context, status=422 if form.errors else 200)


@page(Role.CITIZEN, title="Rút lại chia sẻ", shell="portal", level=LEVEL, methods=("POST",))
def withdraw(request: HttpRequest, health_share_id: UUID) -> HttpResponse:
    """Take a share back, from now on."""
    sharing.withdraw(actor_of(request), share_id=health_share_id)
    messages.success(request, "Đã rút lại. Nơi nhận không mở được sổ nữa.")
    return redirect("p17_health_labour_books:shares")
