""" "Yêu cầu về dữ liệu": the queue of whoever answers, and one request opened to answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import DomainError
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import Outcome, RequestState
from dean06.portal import data_forms
from dean06.portal.paging import page_of
from dean06.ui.access import actor_of
from dean06.ui.pages import add_error, page, render_page

HANDLERS = (Role.CLERK, Role.COORDINATOR, Role.OPERATOR)
PAGE_SIZE = 30


@page(*HANDLERS, title="Yêu cầu về dữ liệu", shell="workspace", methods=("GET",))
def request_queue(request: HttpRequest) -> HttpResponse:
    """Open ones by deadline, or closed ones; nothing here tells who asked."""
    actor = actor_of(request)
    is_open = request.GET.get("xong") != "1"
    rows = page_of(
        request,
        privacy.open_count(actor, is_open=is_open),
        lambda limit, offset: privacy.handler_queue(actor, is_open=is_open, limit=limit, offset=offset),
        PAGE_SIZE,
    )
    return render_page(request, "portal/request_queue.html", {"page_obj": rows, "is_open": is_open})


@page(*HANDLERS, title="Trả lời yêu cầu về dữ liệu", shell="workspace")
def handle_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Opening it is written down and its owner sees that; the answer goes to her inbox."""
    actor = actor_of(request)
    found = privacy.read_request(actor, request_id=request_id)
    form = data_forms.AnswerForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = {"outcome": Outcome(said["outcome"]), "answer": said["answer"]}
        try:
            privacy.answer_request(actor, request_id=request_id, expected_revision=said["revision"], **answer)
            messages.success(request, "Đã trả lời. Người có dữ liệu nhận được câu trả lời trong hộp thư.")
            return redirect("portal:request_queue")
        except DomainError as error:
            add_error(form, error)
    is_open = found.line.state is RequestState.OPEN
    context = {"found": found, "form": form, "is_open": is_open, "events": data_forms.events(found)}
    return render_page(request, "portal/handle_request.html", context, status=422 if form.errors else 200)
