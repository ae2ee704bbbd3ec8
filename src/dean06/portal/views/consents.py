""" "Đồng ý của tôi": what the person agreed to, receipts, taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dean06.kernel.privacy import api as privacy
from dean06.portal import words
from dean06.ui.access import actor_of
from dean06.ui.formats import moment
from dean06.ui.pages import SIGNED_IN, page, render_page


@page(*SIGNED_IN, title="Đồng ý của tôi", shell="portal", methods=("GET",))
def consents(request: HttpRequest) -> HttpResponse:
    """All of them, in force or over; nothing is ever left out."""
    actor = actor_of(request)
    own = privacy.consents_of(actor)
    context = {
        "address": words.address(actor),
        "in_force": [consent for consent in own if consent.is_open],
        "over": [consent for consent in own if not consent.is_open],
    }
    return render_page(request, "portal/consents.html", context)


@page(*SIGNED_IN, title="Rút lại sự đồng ý", shell="portal")
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Ask once, then take it back."""
    actor = actor_of(request)
    consent = privacy.consent(actor, consent_id=consent_id)
    if request.method == "POST":
        privacy.withdraw_consent(actor, consent_id=consent_id)
        messages.success(request, f"Đã rút lại. Từ bây giờ {consent.recipient} không được dùng dữ liệu này nữa.")
        return redirect("portal:consents")
    context = {
        "title": "Rút lại sự đồng ý này?",
        "facts": [
            ("Cho ai dùng", consent.recipient),
            ("Để làm gì", consent.purpose),
            ("Dữ liệu nào", ", ".join(consent.field_labels)),
            ("Đã đồng ý lúc", moment(consent.given_at)),
        ],
        "notes": ["Việc đã làm trước khi rút vẫn đúng. Việc cần dữ liệu này sau đó có thể phải làm tại quầy."],
        "submit": "Rút lại",
        "danger": True,
        "cancel_url": reverse("portal:consents"),
    }
    return render_page(request, "ui/confirm.html", context)


@page(*SIGNED_IN, title="Giấy xác nhận đồng ý", shell="portal", methods=("GET",))
def receipt(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The receipt as a plain text file."""
    found = privacy.consent_receipt(actor_of(request), consent_id=consent_id)
    response = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response
