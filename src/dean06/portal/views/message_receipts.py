"""Where providers of text messages and VNeID post what became of messages."""

from django.http import HttpRequest, HttpResponse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.identity import api as identity
from dean06.kernel.messaging import api as messaging
from dean06.ui.pages import machine

LONGEST_BODY = 512 * 1024
RECEIPTS_LIMIT = Limit(name="portal.receipts", count=600, seconds=60)


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Biên nhận tin đã gửi")
def receipts(request: HttpRequest, channel: str, provider: str) -> HttpResponse:
    """204 when taken (also when nothing changed), 422 when the signature or the form does not hold."""
    ratelimit.hit(RECEIPTS_LIMIT, identity.client_address(request))
    if len(request.body) > LONGEST_BODY:
        raise Invalid("Biên nhận dài quá.", code="receipts_too_long")
    signature = request.headers.get("X-Signature", "")
    messaging.take_receipts(SYSTEM, channel=channel, provider=provider, signature=signature, body=request.body)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
