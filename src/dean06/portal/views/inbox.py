"""Messages to the person and to the unit whose hat is worn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, NotFound
from dean06.kernel.messaging import api as messaging
from dean06.portal.forms import CodeForm, EmailForm
from dean06.portal.paging import page_of
from dean06.portal.shells import own_shell
from dean06.ui.access import actor_of
from dean06.ui.pages import SIGNED_IN, add_error, page, render_page

PAGE_SIZE = 20
ASK, CONFIRM, FORGET = "gui-ma", "xac-nhan", "xoa"


@page(*SIGNED_IN, title="Hộp thư", shell="portal", methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    actor = actor_of(request)
    rows = page_of(
        request,
        messaging.count(actor),
        lambda limit, offset: messaging.inbox(actor, limit=limit, offset=offset),
        PAGE_SIZE,
    )
    context = {"page_obj": rows, "unread": messaging.unread_count(actor)}
    return render_page(request, "portal/inbox.html", context | own_shell(request))


@page(*SIGNED_IN, title="Thông báo", shell="portal", methods=("GET",))
def letter(request: HttpRequest, inbox_id: UUID) -> HttpResponse:
    """One message; opening it marks it read."""
    actor = actor_of(request)
    found = messaging.letter(actor, inbox_id=inbox_id)
    messaging.mark_read(actor, inbox_id=inbox_id)
    return render_page(request, "portal/letter.html", {"letter": found} | own_shell(request))


@page(*SIGNED_IN, title="Báo qua thư điện tử", shell="portal")
def email(request: HttpRequest) -> HttpResponse:
    """Give an address, type in the code sent to it, or have it deleted."""
    actor = actor_of(request)
    state = messaging.email_state(actor)
    if not state.is_offered:
        raise NotFound("Hệ thống này chưa gửi thư điện tử.", code="email_off")
    act = request.POST.get("viec", "")
    ask = EmailForm(request.POST if act == ASK else None, initial={"email": state.email})
    confirm = CodeForm(request.POST if act == CONFIRM else None)
    if request.method == "POST" and _act(request, actor, act, ask, confirm):
        return redirect("portal:email")
    has_errors = ask.errors or confirm.errors
    context = {"state": state, "ask": ask, "confirm": confirm} | own_shell(request)
    return render_page(request, "portal/email.html", context, status=422 if has_errors else 200)


def _act(request: HttpRequest, actor: Actor, act: str, ask: EmailForm, confirm: CodeForm) -> bool:
    """Do what was asked; False when a form has to be shown again."""
    form = confirm if act == CONFIRM else ask
    if act != FORGET and not form.is_valid():
        return False
    try:
        said = _do(actor, act, ask, confirm)
    except DomainError as error:
        add_error(form, error)
        return False
    messages.success(request, said)
    return True


def _do(actor: Actor, act: str, ask: EmailForm, confirm: CodeForm) -> str:
    if act == FORGET:
        messaging.forget_email(actor)
        return "Đã xoá địa chỉ thư điện tử."
    if act == CONFIRM:
        messaging.confirm_email(actor, code=confirm.cleaned_data["code"])
        return "Đã xác nhận. Từ nay có thông báo mới, chúng tôi báo qua thư điện tử."
    messaging.ask_email(actor, email=ask.cleaned_data["email"])
    return "Đã gửi mã xác nhận. Mở thư và nhập mã vào ô bên dưới."
