"""Files that leave the programme: evidence, official documents, figures."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dean06.programme.selectors.evidence import open_evidence
from dean06.programme.services.documents import official_document
from dean06.programme.services.exports import export as draw_export
from dean06.programme.views.common import actor, day_asked
from dean06.ui.pages import OFFICERS, page


@page(*OFFICERS, methods=("GET",), title="Minh chứng")
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    """One evidence file, always as a download: what people upload is never shown as a page of ours."""
    row, stream = open_evidence(actor(request), evidence_id)
    return FileResponse(stream, as_attachment=True, filename=row.name, content_type=row.media_type)


@page(*OFFICERS, methods=("GET",), title="Văn bản")
def document(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Weekly report or reminder letter in the form of NĐ 30/2020, as of a day."""
    drawn = official_document(
        actor(request), kind=kind, form=form, as_of=day_asked(request), unit_code=request.GET.get("don-vi", "")
    )
    return _download(drawn.data, drawn.name, drawn.media_type)


@page(*OFFICERS, methods=("GET",), title="Xuất số liệu")
def export(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The board's figures as CSV or XLSX, deadlines as iCalendar, as of a day."""
    drawn = draw_export(actor(request), name=name, form=form, as_of=day_asked(request))
    return _download(drawn.data, drawn.name, drawn.media_type)


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
