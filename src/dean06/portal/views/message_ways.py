"""How a person is told of messages: channels, classes, the phone number."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import DomainError, NotFound
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import Channel, MessageClass
from dean06.portal.forms import PhoneCodeForm, PhoneForm, WishesForm
from dean06.portal.shells import own_shell
from dean06.ui.access import actor_of
from dean06.ui.pages import SIGNED_IN, add_error, page, render_page

ASK, CONFIRM, FORGET = "gui-ma", "xac-nhan", "xoa"


@page(*SIGNED_IN, title="Cách nhận tin", shell="portal")
def ways(request: HttpRequest) -> HttpResponse:
    """Which channels, which classes of message; the inbox is always there."""
    actor = actor_of(request)
    state = messaging.wishes(actor)
    form = WishesForm(request.POST if request.method == "POST" else None, state=state)
    if request.method == "POST" and form.is_valid():
        messaging.set_wishes(
            actor,
            channels=[Channel(one) for one in form.cleaned_data["channels"]],
            classes=[MessageClass(one) for one in form.cleaned_data["classes"]],
        )
        messages.success(request, "Đã ghi nhận cách nhận tin.")
        return redirect("portal:message_ways")
    context = {"state": state, "form": form, "phone": messaging.phone_state(actor)}
    context |= {"email": messaging.email_state(actor)} | own_shell(request)
    return render_page(request, "portal/message_ways.html", context, status=422 if form.errors else 200)


@page(*SIGNED_IN, title="Báo qua tin nhắn SMS", shell="portal")
def phone(request: HttpRequest) -> HttpResponse:
    """Give a number, type in the code sent to it, or have it deleted."""
    actor = actor_of(request)
    state = messaging.phone_state(actor)
    if not state.is_offered:
        raise NotFound("Hệ thống này chưa gửi tin nhắn SMS.", code="sms_off")
    act = request.POST.get("viec", "")
    ask = PhoneForm(request.POST if act == ASK else None, initial={"phone": state.phone})
    confirm = PhoneCodeForm(request.POST if act == CONFIRM else None)
    if request.method == "POST" and _act(request, actor, act, ask, confirm):
        return redirect("portal:phone")
    context = {"state": state, "ask": ask, "confirm": confirm} | own_shell(request)
    return render_page(request, "portal/phone.html", context, status=422 if ask.errors or confirm.errors else 200)


def _act(request: HttpRequest, actor: Actor, act: str, ask: PhoneForm, confirm: PhoneCodeForm) -> bool:
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


def _do(actor: Actor, act: str, ask: PhoneForm, confirm: PhoneCodeForm) -> str:
    if act == FORGET:
        messaging.forget_phone(actor)
        return "Đã xoá số điện thoại."
    if act == CONFIRM:
        messaging.confirm_phone(actor, code=confirm.cleaned_data["code"])
        return "Đã xác nhận số điện thoại."
    messaging.ask_phone(actor, phone=ask.cleaned_data["phone"])
    return "Đã gửi mã xác nhận qua tin nhắn. Nhập mã vào ô bên dưới."
