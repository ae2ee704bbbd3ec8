"""The citizen's side: what she had certified, her appointments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.forms import BookingForm
from dean06.pilots.p02_certified_documents.rules import State
from dean06.pilots.p02_certified_documents.services import booking
from dean06.ui.access import actor_of
from dean06.ui.formats import weekday
from dean06.ui.pages import add_error, page, render_page

OWN = "p02_certified_documents:own"
UNIT = "don-vi"


@page(Role.CITIZEN, title="Chứng thực của tôi", methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """Copies, refusals with their reasons, appointments."""
    actor = actor_of(request)
    views = selectors.own(actor)
    context = {
        "views": views,
        "sealed": selectors.own_proofs(views),
        "bookings": selectors.own_bookings(actor),
        "signed": State.SIGNED,
        "person": actor.name,
    }
    return render_page(request, "p02_certified_documents/own.html", context)


@page(Role.CITIZEN, title="Bản chứng thực", methods=("GET",))
def copy(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """The signed file."""
    found = selectors.own_copy(actor_of(request), certification_id=certification_id)
    response = HttpResponse(found.data, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@page(Role.CITIZEN, title="Bằng chứng trong sổ chứng thực", methods=("GET",))
def proof(request: HttpRequest, certification_id: UUID) -> HttpResponse:
    """That the certification stands in the sealed book of its year."""
    found = selectors.own_proof(actor_of(request), certification_id=certification_id)
    response = HttpResponse(found.data, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@page(Role.CITIZEN, title="Đặt lịch chứng thực")
def book(request: HttpRequest) -> HttpResponse:
    """A slot of a counter."""
    units = dict(selectors.counters())
    unit_code = request.GET.get(UNIT) or next(iter(units), "")
    if units and unit_code not in units:
        raise NotFound("Đơn vị này chưa nhận đặt lịch.")
    form = BookingForm(request.POST or None, offered=selectors.offered(unit_code), label=weekday)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("key", "papers", "organisation", "note")}
        try:
            booking.book(actor_of(request), unit_code=unit_code, begins_at=form.begins_at(), **said)
            messages.success(request, "Đã đặt lịch. Nhớ mang bản chính và thẻ căn cước.")
            return redirect(OWN)
        except (Invalid, Conflict) as refusal:
            add_error(form, refusal)
    context = {"form": form, "units": units, "unit_code": unit_code, "unit": units.get(unit_code, "")}
    return render_page(request, "p02_certified_documents/book.html", context, status=422 if form.errors else 200)


@page(Role.CITIZEN, title="Huỷ lịch chứng thực", methods=("POST",))
def cancel(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Give the slot back."""
    try:
        booking.cancel_booking(actor_of(request), booking_id=booking_id)
        messages.success(request, "Đã huỷ lịch hẹn.")
    except Conflict as refusal:
        messages.error(request, refusal.message)
    return redirect(OWN)
