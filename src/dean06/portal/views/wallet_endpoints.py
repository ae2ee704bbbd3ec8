"""Endpoints of OpenID4VCI 1.0. Refusals are written as the standard says, since wallets read nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from dean06.kernel.base.actor import Role
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Call, CredentialRefused, ProtocolRefused
from dean06.kernel.identity import api as identity
from dean06.ui.pages import machine

Endpoint = Callable[[HttpRequest], HttpResponse]


def protocol(view: Endpoint) -> Endpoint:
    """A refusal in the words of OAuth; nothing is kept by a cache."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            response = view(request)
        except ProtocolRefused as refused:
            return JsonResponse(refused.body, status=refused.status, headers=refused.headers)
        except CredentialRefused as refused:
            return _said({"error": "invalid_request", "error_description": refused.reason.value}, 400)
        response["Cache-Control"] = "no-store"
        return response

    return answered


@machine(Role.PUBLIC, title="Thông tin nơi cấp cho ví khác")
def issuer(request: HttpRequest) -> HttpResponse:
    """Credential issuer metadata."""
    del request
    return _said(documents.wallet_metadata())


@machine(Role.PUBLIC, title="Thông tin máy chủ cấp quyền cho ví khác")
def authorisation_server(request: HttpRequest) -> HttpResponse:
    """Authorisation server metadata (RFC 8414)."""
    del request
    return _said(documents.wallet_authorisation_metadata())


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Yêu cầu của ví khác")
@protocol
def pushed(request: HttpRequest) -> HttpResponse:
    """A pushed authorisation request."""
    return _said(documents.push_request(_form(request), address=identity.client_address(request)), 201)


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Quyền nhận giấy tờ của ví khác")
@protocol
def token(request: HttpRequest) -> HttpResponse:
    """An access token for a code."""
    address = identity.client_address(request)
    return _said(documents.wallet_token(_form(request), _call(request), address=address))


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Số dùng một lần cho ví khác")
@protocol
def nonce(request: HttpRequest) -> HttpResponse:
    """A nonce for the proof of a key."""
    return _said(documents.wallet_nonce(address=identity.client_address(request)))


@machine(Role.PUBLIC, methods=("POST",), csrf=False, title="Giấy tờ cho ví khác")
@protocol
def credential(request: HttpRequest) -> HttpResponse:
    """The document, bound to the wallet's key."""
    address = identity.client_address(request)
    return _said(documents.wallet_credential(request.body, _call(request), address=address))


def _form(request: HttpRequest) -> dict[str, str]:
    """The parameters; one that comes twice is no parameter (RFC 6749, 3.2)."""
    if any(len(values) > 1 for _, values in request.POST.lists()):
        raise ProtocolRefused("invalid_request", "a parameter comes twice")
    return {name: str(value) for name, value in request.POST.items()}


def _call(request: HttpRequest) -> Call:
    """The request under the address the wallet knows us by, whatever stands in between."""
    return Call(method=str(request.method), url=settings.PUBLIC_URL + request.path, headers=dict(request.headers))


def _said(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
