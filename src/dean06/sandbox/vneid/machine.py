"""Endpoints that machines call: discovery, keys, pushed requests, tokens, profile."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dean06.sandbox.vneid.faults import Fault
from dean06.sandbox.vneid.provider import Provider
from dean06.sandbox.vneid.requests import (
    ProtocolError,
    authorization_request,
    client_authenticated,
    verifier_matches,
)
from dean06.sandbox.vneid.settings import REQUEST_SECONDS, TOKEN_SECONDS
from dean06.sandbox.vneid.store import Grant
from dean06.sandbox.vneid.tokens import EVIL_ISSUER

MAX_BODY_BYTES = 16 * 1024
REQUEST_URI_PREFIX = "urn:ietf:params:oauth:request_uri:"
NO_STORE = {"Cache-Control": "no-store"}


async def read_form(request: Request) -> dict[str, str]:
    """A small form body in which no parameter occurs twice (RFC 6749 3.1)."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ProtocolError("invalid_request", "body too large", 413)
    pairs = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise ProtocolError("invalid_request", "a parameter occurs twice")
    return form


def _provider(request: Request) -> Provider:
    provider: Provider = request.app.state.provider
    return provider


async def discovery(request: Request) -> Response:
    """OpenID Connect Discovery 1.0."""
    provider = _provider(request)
    settings = provider.settings
    issuer = EVIL_ISSUER if Fault.DISCOVERY_ISSUER in provider.faults else settings.issuer
    return JSONResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": settings.url("auth"),
            "token_endpoint": settings.url("token"),
            "userinfo_endpoint": settings.url("userinfo"),
            "jwks_uri": settings.url("certs"),
            "end_session_endpoint": settings.url("logout"),
            "pushed_authorization_request_endpoint": settings.url("ext/par/request"),
            "require_pushed_authorization_requests": True,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [settings.signing_alg],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile"],
            "acr_values_supported": list(settings.vocabulary.level_of_acr),
            "claims_supported": ["sub", "acr", "auth_time", "sid", *settings.vocabulary.claims.values()],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "ui_locales_supported": ["vi"],
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }
    )


async def jwks(request: Request) -> Response:
    """Public keys, newest first."""
    return JSONResponse(_provider(request).keys.public())


async def pushed_request(request: Request) -> Response:
    """RFC 9126: the only way to start a sign-in."""
    provider = _provider(request)
    client_authenticated(request.headers.get("authorization", ""), provider.settings)
    accepted = authorization_request(await read_form(request), provider.settings)
    key = provider.store.requests.add(accepted)
    body = {"request_uri": REQUEST_URI_PREFIX + key, "expires_in": REQUEST_SECONDS}
    return JSONResponse(body, status_code=201, headers=NO_STORE)


async def token(request: Request) -> Response:
    """Code for tokens, once, with PKCE."""
    provider = _provider(request)
    client_authenticated(request.headers.get("authorization", ""), provider.settings)
    form = await read_form(request)
    if form.get("grant_type") != "authorization_code":
        raise ProtocolError("unsupported_grant_type", "only authorization_code")
    grant = provider.store.spend(form.get("code", ""))
    if grant is None:
        raise ProtocolError("invalid_grant", "code is unknown, expired or used before")
    if form.get("redirect_uri") != grant.request.redirect_uri:
        raise ProtocolError("invalid_grant", "redirect_uri differs from the request")
    if not verifier_matches(form.get("code_verifier", ""), grant.request.code_challenge):
        raise ProtocolError("invalid_grant", "code_verifier does not match")
    return JSONResponse(_tokens(provider, grant), headers=NO_STORE)


def _tokens(provider: Provider, grant: Grant) -> dict[str, object]:
    access_token = provider.store.tokens.add(grant)
    body: dict[str, object] = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": "openid profile",
    }
    if Fault.NO_ID_TOKEN not in provider.faults:
        body["id_token"] = provider.mint.id_token(grant, access_token)
    return body


async def userinfo(request: Request) -> Response:
    """The profile for a bearer token."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return _profile(_provider(request), value if scheme.lower() == "bearer" else "")


async def view_info(request: Request) -> Response:
    """VNeID's own profile address: the access token travels as token_id."""
    return _profile(_provider(request), request.query_params.get("token_id", ""))


def _profile(provider: Provider, access_token: str) -> Response:
    grant = provider.store.tokens.get(access_token)
    if grant is None:
        return JSONResponse(
            {"error": "invalid_token"}, status_code=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    subject = grant.person.subject(provider.settings.issuer)
    return JSONResponse({"sub": subject, **provider.settings.vocabulary.claims_about(grant.person)}, headers=NO_STORE)
