"""Getting in: where to ask for access, and asking for it (SMART Backend Services)."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base import ratelimit
from dean06.kernel.base.actor import Role
from dean06.kernel.identity import api as identity
from dean06.pilots.p17_health_labour_books.api.answering import address, base, said
from dean06.pilots.p17_health_labour_books.fhir.capability import capability
from dean06.pilots.p17_health_labour_books.services.entering import (
    ALGORITHMS,
    SCOPES,
    AccessRefused,
    issue_token,
)
from dean06.ui.pages import machine

TOKEN_LIMIT: Final = ratelimit.Limit(name="p17.token", count=120, seconds=60)


@machine(Role.PUBLIC, title="Cấu hình truy cập của hệ thống y tế")
def configuration(request: HttpRequest) -> HttpResponse:
    """The SMART configuration: where tokens are had, by which keys, for which scopes."""
    del request
    return JsonResponse(
        {
            "token_endpoint": address("token"),
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": sorted(ALGORITHMS.values()),
            "scopes_supported": list(SCOPES),
            "capabilities": ["client-confidential-asymmetric", "permission-v2"],
        }
    )


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Mã truy cập của hệ thống y tế")
def token(request: HttpRequest) -> HttpResponse:
    """An access token for a signed assertion; refusals as RFC 6749 has them."""
    ratelimit.hit(TOKEN_LIMIT, identity.client_address(request))
    form = {name: str(value) for name, value in request.POST.items()}
    try:
        told, status = issue_token(form, audience=address("token")), 200
    except AccessRefused as refused:
        told, status = {"error": refused.error, "error_description": refused.why}, refused.status
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})


@machine(Role.PUBLIC, title="Khả năng của cổng FHIR")
def metadata(request: HttpRequest) -> HttpResponse:
    """The CapabilityStatement."""
    del request
    return said(capability(base=base()))
