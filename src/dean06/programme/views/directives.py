"""Dispatches: the list, bringing one in, the reading view."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.errors import DomainError
from dean06.programme.forms import ImportForm
from dean06.programme.menu import ASSIGNERS
from dean06.programme.selectors import directives as selectors
from dean06.programme.services.directives import import_directive
from dean06.programme.views.common import actor, crumbs
from dean06.ui.pages import OFFICERS, add_error, page, render_page


@page(*OFFICERS, methods=("GET",), title="Công văn")
def directives(request: HttpRequest) -> HttpResponse:
    """All dispatches."""
    context = {"directives": selectors.directives(actor(request)), "may_import": actor(request).role in ASSIGNERS}
    return render_page(request, "programme/directives.html", context)


@page(*ASSIGNERS, title="Nhập công văn")
def import_page(request: HttpRequest) -> HttpResponse:
    """Bring a dispatch in; afterwards show what was understood."""
    form = ImportForm(request.POST or None, request.FILES or None, initial={"received_on": clock.today()})
    imported = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            directive_id = import_directive(
                actor(request), name=file.name, data=data, received_on=form.cleaned_data["received_on"]
            )
        except DomainError as error:
            add_error(form, error)
            imported = selectors.imported_from(actor(request), data) if error.code == "imported_before" else None
        else:
            messages.success(request, "Đã nhập công văn. Hãy đối chiếu kết quả đọc với văn bản gốc.")
            return redirect("programme:reading", directive_id=directive_id)
    path = crumbs(("Công văn", reverse("programme:directives")), ("Nhập công văn", ""))
    context = {"form": form, "imported": imported, "crumbs": path}
    return render_page(request, "programme/import.html", context, status=422 if form.errors else 200)


@page(*OFFICERS, methods=("GET",), title="Đối chiếu công văn")
def reading(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Source text beside what was understood; click one to find the other."""
    view = selectors.reading_view(actor(request), directive_id)
    context = {
        "view": view,
        "directive": view.directive,
        "may_judge": actor(request).role in ASSIGNERS,
        "wide": True,
        "crumbs": crumbs(("Công văn", reverse("programme:directives")), ("Đối chiếu", "")),
    }
    return render_page(request, "programme/reading.html", context)
