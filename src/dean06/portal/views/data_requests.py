"""A person's own requests about her data: ask about a look, ask for something else, follow, take back."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import RequestKind
from dean06.portal import data_forms, words
from dean06.ui.access import actor_of
from dean06.ui.pages import SIGNED_IN, add_error, page, render_page


@page(*SIGNED_IN, title="Yêu cầu của tôi", shell="portal", methods=("GET",))
def own_requests(request: HttpRequest) -> HttpResponse:
    """What the person asked for, and where it stands."""
    actor = actor_of(request)
    context = {"lines": privacy.own_requests(actor), "address": words.address(actor)}
    return render_page(request, "portal/own_requests.html", context)


@page(*SIGNED_IN, title="Yêu cầu về dữ liệu của tôi", shell="portal", methods=("GET",))
def own_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with its answer and history."""
    found = privacy.own_request(actor_of(request), request_id=request_id)
    context = {"found": found, "events": data_forms.events(found)}
    return render_page(request, "portal/own_request.html", context)


@page(*SIGNED_IN, title="Rút yêu cầu", shell="portal", methods=("POST",))
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request back."""
    privacy.withdraw_request(actor_of(request), request_id=request_id)
    messages.success(request, "Đã rút yêu cầu.")
    return redirect("portal:own_request", request_id)


@page(*SIGNED_IN, title="Hỏi hoặc phản đối một lượt xem", shell="portal")
def ask_about_look(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Ask why, or object; whoever looked answers by a day."""
    actor = actor_of(request)
    look = privacy.look_at(actor, entry_id=look_id)
    form = data_forms.AskForm(request.POST or None)
    opened = _open(request, actor, form, look_id)
    if opened:
        return redirect("portal:own_request", opened)
    context = {"form": form, "look": look, "address": words.address(actor)}
    return render_page(request, "portal/ask.html", context, status=422 if form.errors else 200)


@page(*SIGNED_IN, title="Yêu cầu mới về dữ liệu", shell="portal")
def new_request(request: HttpRequest) -> HttpResponse:
    """A copy, a correction, a deletion, a restriction, an objection."""
    actor = actor_of(request)
    kind = request.GET.get("loai", RequestKind.ACCESS.value)
    form = data_forms.RequestForm(request.POST or None, initial={"kind": kind})
    opened = _open(request, actor, form, None)
    if opened:
        return redirect("portal:own_request", opened)
    context = {"form": form, "holdings": privacy.holdings(), "cancel_url": reverse("portal:own_requests")}
    return render_page(request, "portal/new_request.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, actor: Actor, form: Form, look_id: UUID | None) -> UUID | None:
    """Open what the form says; None when it has to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        opened = privacy.ask(
            actor,
            kind=RequestKind(said["kind"]),
            text=said["text"],
            look_id=look_id,
            holding=said.get("holding") or "",
        )
    except DomainError as error:
        add_error(form, error)
        return None
    messages.success(request, "Đã gửi. Câu trả lời sẽ đến hộp thư và hiện ở trang này.")
    return opened
