"""Staff of a place of care: find whose book is shared, open it, break the glass."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError, NotFound, NotPermitted
from dean06.pilots.p17_health_labour_books.access import facility_of
from dean06.pilots.p17_health_labour_books.forms import GlassForm, PatientForm
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on
from dean06.pilots.p17_health_labour_books.services import looking
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page


@page(Role.CLERK, title="Sổ sức khỏe của người bệnh", shell="workspace")
def find(request: HttpRequest) -> HttpResponse:
    """By number; a book not shared and no book are answered alike."""
    actor, form = actor_of(request), PatientForm(request.POST or None)
    facility, number = facility_of(actor), ""
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["personal_id"]
        share_id = looking.find(actor, personal_id=number)
        if share_id:
            return redirect("p17_health_labour_books:opened", share_id)
    context = {
        "form": form,
        "facility": facility.name,
        "glass": GlassForm(initial={"personal_id": number}, prefix="glass") if number else None,
        "terms": terms_on(clock.today()),
    }
    return render_page(request, "p17_health_labour_books/find.html", context, status=422 if form.errors else 200)


@page(Role.CLERK, title="Sổ sức khỏe được chia sẻ", shell="workspace", methods=("GET",))
def opened(request: HttpRequest, health_share_id: UUID) -> HttpResponse:
    """What is shared; opening it is a look the person sees."""
    view = looking.open_book(actor_of(request), share_id=health_share_id)
    return render_page(request, "p17_health_labour_books/opened.html", {"view": view})


@page(Role.CLERK, title="Mở khẩn cấp sổ sức khỏe", shell="workspace")
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open what saves a life; the person is told at once."""
    actor, form = actor_of(request), GlassForm(request.POST or None, prefix="glass")
    facility_of(actor)
    if request.method == "POST" and form.is_valid():
        try:
            look_id = looking.break_glass(actor, **form.cleaned_data)
        except NotPermitted:
            raise
        except NotFound as error:
            form.add_error("personal_id", error.message)
        except DomainError as error:
            add_error(form, error)
        else:
            return redirect("p17_health_labour_books:emergency_opened", look_id)
    context = {"form": form, "terms": terms_on(clock.today())}
    return render_page(request, "p17_health_labour_books/break_glass.html", context, status=422 if form.errors else 200)


@page(Role.CLERK, title="Thông tin khẩn cấp", shell="workspace", methods=("GET",))
def emergency_opened(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """What saves a life, while the minutes last."""
    view = looking.open_emergency(actor_of(request), look_id=glass_id)
    return render_page(request, "p17_health_labour_books/emergency.html", {"view": view})
