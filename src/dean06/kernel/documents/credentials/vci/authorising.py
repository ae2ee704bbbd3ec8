"""The authorisation code flow: the wallet pushes its request, a person signs in and agrees, the code goes back."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dean06.kernel.documents.credentials.oauth import ProtocolRefused, needed
from dean06.kernel.documents.credentials.secrets import kept, new_secret
from dean06.kernel.documents.credentials.vci.issuer import CredentialIssuer
from dean06.kernel.documents.credentials.vci.types import AuthorisationRequest, Grant

REQUEST_LIFE = timedelta(minutes=5)
CODE_LIFE = timedelta(minutes=1)
REQUEST_PREFIX = "urn:ietf:params:oauth:request_uri:"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def push(issuer: CredentialIssuer, form: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The answer to a pushed request (RFC 9126); refused for a wallet, an address or a document we do not know."""
    client = issuer.clients.get(needed(form, "client_id"))
    if client is None:
        raise ProtocolRefused("invalid_client", "an unknown wallet", status=401)
    redirect_uri = needed(form, "redirect_uri")
    if redirect_uri not in client.redirect_uris:
        raise ProtocolRefused("invalid_request", "an address that was not registered")
    if needed(form, "response_type") != "code":
        raise ProtocolRefused("unsupported_response_type")
    if "authorization_details" in form:
        raise ProtocolRefused("invalid_request", "documents are named by scope here")
    wanted = frozenset(needed(form, "scope").split())
    if not wanted <= {one.scope for one in issuer.configurations.values()}:
        raise ProtocolRefused("invalid_scope")
    challenge = needed(form, "code_challenge")
    if form.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise ProtocolRefused("invalid_request", "PKCE with S256 is needed")
    secret = new_secret()
    request = AuthorisationRequest(
        client_id=client.id,
        redirect_uri=redirect_uri,
        challenge=challenge,
        state=needed(form, "state") if "state" in form else "",
        configurations=wanted,
        expires_at=at + REQUEST_LIFE,
    )
    issuer.store.keep_request(kept(secret), request)
    return {"request_uri": REQUEST_PREFIX + secret, "expires_in": int(REQUEST_LIFE.total_seconds())}


def opened(issuer: CredentialIssuer, query: Mapping[str, Any], at: datetime) -> AuthorisationRequest:
    """The request a person is now asked about, once. The person sees a refusal: there is nobody to send back to."""
    request_uri = needed(query, "request_uri")
    request = issuer.store.take_request(kept(request_uri.removeprefix(REQUEST_PREFIX)))
    if request is None or request.expires_at <= at or request.client_id != needed(query, "client_id"):
        raise ProtocolRefused("invalid_request", "no such request, or no longer")
    return request


def agreed(issuer: CredentialIssuer, request: AuthorisationRequest, subject: str, at: datetime) -> str:
    """Where the person is sent back to, with the code."""
    code = new_secret()
    grant = Grant(
        subject=subject,
        configurations=request.configurations,
        expires_at=at + CODE_LIFE,
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        challenge=request.challenge,
    )
    issuer.store.keep_grant(kept(code), grant)
    return _back(issuer, request, code=code)


def declined(issuer: CredentialIssuer, request: AuthorisationRequest) -> str:
    """Where the person is sent back to who did not agree."""
    return _back(issuer, request, error="access_denied")


def _back(issuer: CredentialIssuer, request: AuthorisationRequest, **said: str) -> str:
    query = {**said, "iss": issuer.base, **({"state": request.state} if request.state else {})}
    return f"{request.redirect_uri}{'&' if '?' in request.redirect_uri else '?'}{urlencode(query)}"
