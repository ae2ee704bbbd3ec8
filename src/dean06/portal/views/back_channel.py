"""Where VNeID posts its logout tokens."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid
from dean06.kernel.identity import api as identity
from dean06.kernel.identity.limits import LOGOUT_NOTICE_LIMIT
from dean06.ui.pages import machine

LONGEST_TOKEN = 16 * 1024


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Đăng xuất từ VNeID")
def logout(request: HttpRequest) -> HttpResponse:
    """OpenID Connect Back-Channel Logout 1.0: 200 when obeyed, 400 with an OAuth error when the token does not hold."""
    ratelimit.hit(LOGOUT_NOTICE_LIMIT, identity.client_address(request))
    token = request.POST.get("logout_token", "")
    try:
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise Invalid("Thiếu logout_token.", code="token_missing")
        identity.back_channel_logout(token)
    except Invalid as error:
        body = {"error": "invalid_request", "error_description": error.code}
        return _not_stored(JsonResponse(body, status=400))
    return _not_stored(HttpResponse(status=200))


def _not_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
