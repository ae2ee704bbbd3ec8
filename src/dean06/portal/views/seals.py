"""Registers the officer's unit has sealed, their signed sheets; documents it has ordered many at a time."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from dean06.kernel.base.actor import Role
from dean06.kernel.documents import api as documents
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page

KEEPERS = (Role.CLERK, Role.LEADER)


@page(*KEEPERS, title="Sổ đã niêm phong", shell="workspace", methods=("GET",))
def seals(request: HttpRequest) -> HttpResponse:
    """Newest first, each with its root and whether its time stamp has come."""
    return render_page(request, "portal/seals.html", {"seals": documents.seals(actor_of(request))})


@page(*KEEPERS, title="Biên bản niêm phong", shell="workspace", methods=("GET",))
def sheet(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """The signed sheet, shown in the browser."""
    found = documents.seal_sheet(actor_of(request), seal_id=seal_id)
    response = HttpResponse(found.data, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(False, found.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page(*KEEPERS, title="Cấp giấy tờ hàng loạt", shell="workspace", methods=("GET",))
def bulk_issues(request: HttpRequest) -> HttpResponse:
    """How far each order has come, and what could not be issued."""
    return render_page(request, "portal/bulk_issues.html", {"bulks": documents.bulk_issues(actor_of(request))})
