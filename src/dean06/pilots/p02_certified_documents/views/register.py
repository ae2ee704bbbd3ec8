"""The book of certifications: looked through, a day of it on paper, the days asked for as a workbook."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.pilots.p02_certified_documents import book
from dean06.pilots.p02_certified_documents.forms import RegisterForm
from dean06.pilots.p02_certified_documents.services import looking, sealing
from dean06.pilots.p02_certified_documents.types import Line
from dean06.pilots.p02_certified_documents.views.desk import CERTIFIERS
from dean06.ui.access import actor_of
from dean06.ui.formats import parse_day
from dean06.ui.pages import page, render_page
from dean06.ui.parts import Column, Link, Status, Table

SHOWN, EXPORTED, YEAR_DIGITS = 50, 5000, 4


@page(*CERTIFIERS, title="Sổ chứng thực", shell="workspace", methods=("GET",))
def register(request: HttpRequest) -> HttpResponse:
    """Newest first; search without marks."""
    form = RegisterForm(request.GET or None)
    since, until = form.span()
    count, lines = looking.read_register(
        actor_of(request), text=form.text(), since=since, until=until, limit=SHOWN, offset=0
    )
    context = {"form": form, "lines": lines, "count": count, "since": since, "until": until}
    context |= {"book": _table(lines), "query": request.GET.urlencode()}
    return render_page(request, "p02_certified_documents/register.html", context)


@page(*CERTIFIERS, title="Sổ chứng thực trong ngày", shell="workspace", methods=("GET",))
def day_book(request: HttpRequest) -> HttpResponse:
    """A day of the book as PDF (``ngay``; today when left out)."""
    said = request.GET.get("ngay", "")
    day = parse_day(said) if said else clock.today()
    if day is None:
        raise Invalid("Ngày chưa đúng. Ví dụ cách ghi: 15/12/2025.", field="ngay")
    found = looking.read_day(actor_of(request), day=day)
    response = HttpResponse(book.pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="so-chung-thuc-{day:%Y%m%d}.pdf"'
    return response


@page(*CERTIFIERS, title="Tải sổ chứng thực", shell="workspace", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The lines shown, as a workbook."""
    form = RegisterForm(request.GET or None)
    since, until = form.span()
    _, lines = looking.read_register(actor_of(request), text=form.text(), since=since, until=until, limit=EXPORTED)
    response = HttpResponse(book.xlsx(lines), content_type=book.XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-chung-thuc-{since:%Y%m%d}-{until:%Y%m%d}.xlsx"'
    return response


@page(*CERTIFIERS, title="Niêm phong sổ chứng thực", shell="workspace", methods=("POST",))
def seal(request: HttpRequest) -> HttpResponse:
    """The book of a year as it is now, under one signature (``nam``)."""
    said = request.POST.get("nam", "")
    try:
        if not (len(said) == YEAR_DIGITS and said.isascii() and said.isdecimal()):
            raise Invalid("Năm của sổ chưa đúng. Ví dụ: 2026.", field="nam")
        sealing.seal_year(actor_of(request), year=int(said))
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.message)
        return redirect("p02_certified_documents:register")
    messages.success(request, f"Sổ năm {said} đã niêm phong.")
    return redirect("portal:seals")


def _table(lines: Sequence[Line]) -> Table:
    columns = [Column("Số"), Column("Lúc"), Column("Giấy tờ"), Column("Người yêu cầu")]
    columns += [Column("Trang", "num"), Column("Phí (đồng)", "num"), Column("Tình trạng"), Column("Người chứng thực")]
    rows = [
        (
            Link(line.number or "Từ chối", reverse("p02_certified_documents:certification", args=[line.id])),
            line.decided_at,
            line.original_name,
            book.names(line),
            line.pages or None,
            line.fee or None,
            Status(line.state.value, line.state.label),
            line.decided_by,
        )
        for line in lines
    ]
    return Table(
        caption="Sổ chứng thực", columns=columns, rows=rows, hide_caption=True, empty="Không có dòng nào khớp."
    )
