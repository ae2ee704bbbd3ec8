"""Where the bank posts its notices of credits (protocols/bank)."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.actor import Role
from dean06.kernel.identity import api as identity
from dean06.kernel.payments import api as payments
from dean06.ui.pages import machine

NOTICE_LIMIT = ratelimit.Limit(name="payments.notice", count=600, seconds=60)
SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Thông báo của ngân hàng")
def receive(request: HttpRequest) -> HttpResponse:
    """200 when booked, or known already; else a problem document (RFC 9457) the bank's side can act on."""
    ratelimit.hit(NOTICE_LIMIT, identity.client_address(request))
    headers = {name: request.headers[name] for name in SIGNED if name in request.headers}
    booked = payments.receive_notice(headers=headers, body=request.body)
    response = JsonResponse({"verdict": booked.verdict.value, "repeat": booked.is_repeat})
    response["Cache-Control"] = "no-store"
    return response
