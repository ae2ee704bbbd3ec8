"""The operator's page of messages: providers, what waits, what failed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid, NotFound
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.types import Channel, DeliveryState
from dean06.ui.access import actor_of
from dean06.ui.pages import page, render_page
from dean06.ui.parts import Column, Table

ON, OFF = "bat", "tat"


@page(Role.OPERATOR, title="Tin gửi ra ngoài", methods=("GET",))
def message_operations(request: HttpRequest) -> HttpResponse:
    """Counts by channel, provider and state; the last failures; the switches."""
    figures = messaging.delivery_figures(actor_of(request))
    context = {
        "figures": figures,
        "counts": Table(
            caption="Tin trong 24 giờ theo kênh và nhà cung cấp",
            columns=[
                Column("Kênh"),
                Column("Nhà cung cấp"),
                *(Column(state.label, kind="num") for state in DeliveryState),
            ],
            rows=[
                (one.channel.label, one.name, *(one.counts.get(state, 0) for state in DeliveryState))
                for one in figures.providers
            ],
            hide_caption=True,
            empty="Chưa có kênh nào ngoài hộp thư.",
        ),
        "waiting": [(channel.label, count) for channel, count in figures.waiting.items()],
    }
    return render_page(request, "portal/message_operations.html", context)


@page(Role.OPERATOR, title="Bật, tắt nhà cung cấp", methods=("POST",))
def switch_provider(request: HttpRequest) -> HttpResponse:
    """Send through a provider or not."""
    provider, is_on = request.POST.get("nha", ""), request.POST.get("viec") == ON
    try:
        channel = Channel(request.POST.get("kenh", ""))
    except ValueError as error:
        raise Invalid("Chưa chọn kênh.", code="bad_channel") from error
    messaging.switch_provider(actor_of(request), channel=channel, provider=provider, is_on=is_on)
    done = "bật" if is_on else "tắt"
    messages.success(request, f"Đã {done} {channel.label}, nhà cung cấp {provider}.")
    return redirect("portal:message_operations")


@page(Role.OPERATOR, title="Gửi lại tin", methods=("POST",))
def retry_delivery(request: HttpRequest) -> HttpResponse:
    """Queue a failed delivery again."""
    try:
        delivery_id = UUID(request.POST.get("tin", ""))
    except ValueError as error:
        raise NotFound("Không tìm thấy tin cần gửi lại.", code="delivery_not_found") from error
    messaging.retry_delivery(actor_of(request), delivery_id=delivery_id)
    messages.success(request, "Đã đưa tin vào hàng đợi để gửi lại.")
    return redirect("portal:message_operations")
