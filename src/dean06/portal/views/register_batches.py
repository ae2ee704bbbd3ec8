"""Lists compared with the population register: hand one in, see how far it is, look at what does not match."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, DomainError, Invalid
from dean06.kernel.base.ids import new_id
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import BatchStatus, LineInfo, Verb
from dean06.portal import register_lists, register_results
from dean06.portal.paging import page_of
from dean06.portal.register_forms import ListForm, refusal_of
from dean06.portal.views.register_lookup import LEVEL
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

NEWEST = 50
PAGE_SIZE = 50
BYTE_ORDER_MARK = "\ufeff"  # Excel takes a CSV for UTF-8 only with it


@page(Role.CLERK, title="Đối chiếu danh sách", level=LEVEL, methods=("GET",))
def batches(request: HttpRequest) -> HttpResponse:
    """My lists, newest first."""
    return render_page(
        request, "portal/register_batches.html", {"rows": registry.batches(actor_of(request), limit=NEWEST)}
    )


@page(Role.CLERK, title="Danh sách mới", level=LEVEL)
def new_batch(request: HttpRequest) -> HttpResponse:
    """Hand in a list; a bad line is told at its line, a bad file at the field."""
    actor = actor_of(request)
    purposes = [one for one in registry.purposes(actor) if Verb.BATCH in one.verbs]
    form = ListForm(purposes, request.POST or None, request.FILES or None, initial={"request_key": new_id().hex})
    if request.method == "POST" and not form.is_valid():
        registry.refuse(actor, verb=Verb.BATCH, personal_id="", refusal=refusal_of(form))
    elif request.method == "POST":
        try:
            batch_id = _hand_in(actor, form.cleaned_data)
            messages.success(request, "Đã nhận danh sách. Đối chiếu chạy nền; có thể đóng trang này.")
            return redirect("portal:register_batch", batch_id)
        except DomainError as error:
            add_error(form, error)
    context = {"form": form, "has_purpose": bool(purposes), "most_lines": registry.LINES_LIMIT.count}
    return render_page(request, "portal/register_new_batch.html", context, status=422 if form.errors else 200)


def _hand_in(actor: Actor, said: dict[str, Any]) -> UUID:
    try:
        lines = register_lists.read_list(said["file"].name, said["file"])
    except Invalid as refusal:
        registry.refuse(actor, verb=Verb.BATCH, personal_id="", refusal=refusal)
        raise
    return registry.verify_list(
        actor, lines=lines, purpose=said["purpose"], act=said["act"], request_key=said["request_key"]
    )


@page(Role.CLERK, title="Tệp mẫu", level=LEVEL, methods=("GET",))
def sample(request: HttpRequest) -> HttpResponse:
    """The columns, with one invented line."""
    del request
    response = HttpResponse(BYTE_ORDER_MARK + register_lists.sample(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="danh-sach-mau.csv"'
    return response


@page(Role.CLERK, title="Đối chiếu danh sách", level=LEVEL, methods=("GET",))
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far a list is. Names nobody, so that it may ask again every few seconds."""
    found = registry.batch(actor_of(request), batch_id)
    context = {
        "found": found,
        "is_running": found.status is BatchStatus.RUNNING,
        "percent": found.done * 100 // found.lines_valid,
        "results": [(code, found.by_result.get(code, 0)) for code in register_results.WORDS],
        "unusable": found.lines_total - found.lines_valid,
        "to_look_into": registry.count_to_look_into(batch_id),
        "reason": register_results.reason(found.reason),
    }
    return render_page(request, "portal/register_batch.html", context, partial="progress")


@page(Role.CLERK, title="Các dòng cần xem", level=LEVEL, methods=("GET",))
def lines(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Lines that do not simply match. Opening it is a look at these persons."""
    actor = actor_of(request)
    found = registry.batch(actor, batch_id)

    def some(limit: int, offset: int) -> list[tuple[LineInfo, dict[str, Any]]]:
        rows = registry.read_differences(actor, batch_id=batch_id, limit=limit, offset=offset)
        return [(row, register_results.words(row)) for row in rows]

    shown = page_of(request, registry.count_to_look_into(batch_id), some, PAGE_SIZE)
    return render_page(request, "portal/register_lines.html", {"found": found, "page_obj": shown})


@page(Role.CLERK, title="Dừng đối chiếu danh sách", level=LEVEL, methods=("POST",))
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Stop a list that should not have been sent, or that nobody wants to wait for."""
    try:
        registry.cancel_list(actor_of(request), batch_id=batch_id)
        messages.success(request, "Đã dừng. Kết quả đã có vẫn xem được; có thể gửi danh sách khác.")
    except Conflict as over:
        messages.info(request, over.message)
    return redirect("portal:register_batch", batch_id)


@page(Role.CLERK, title="Tải kết quả đối chiếu", level=LEVEL, methods=("POST",))
def result(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Every line with its result, to take away. A look at everybody in it."""
    rows = registry.read_all(actor_of(request), batch_id=batch_id)
    response = HttpResponse(register_results.workbook(rows), content_type=register_results.XLSX)
    response["Content-Disposition"] = 'attachment; filename="ket-qua-doi-chieu.xlsx"'
    return response
