"""Reading what a relying party pushes: every parameter checked before anything is kept."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

from dean06.sandbox.vneid.settings import Settings
from dean06.sandbox.vneid.store import AuthRequest

MAX_VALUE_LENGTH = 1024
PROMPTS = {"none", "login", "consent", "select_account"}
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class ProtocolError(Exception):
    """The answer is an OAuth error: code and description go to the relying party."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


def client_authenticated(header: str, settings: Settings) -> None:
    """client_secret_basic with both halves form-encoded (RFC 6749 2.3.1); ProtocolError otherwise."""
    wrong = ProtocolError("invalid_client", "client authentication failed", 401)
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise wrong
    try:
        identifier, _, secret = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise wrong from error
    known = hmac.compare_digest(unquote_plus(identifier).encode(), settings.client.client_id.encode())
    if not (hmac.compare_digest(unquote_plus(secret).encode(), settings.client.client_secret.encode()) and known):
        raise wrong


def authorization_request(form: Mapping[str, str], settings: Settings) -> AuthRequest:
    """A pushed authorization request (RFC 9126), or ProtocolError."""
    _shape(form, settings)
    challenge = form.get("code_challenge", "")
    if form.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise ProtocolError("invalid_request", "PKCE with S256 is required")
    prompt = frozenset(form.get("prompt", "").split())
    if prompt - PROMPTS or ("none" in prompt and len(prompt) > 1):
        raise ProtocolError("invalid_request", "prompt is not understood")
    return AuthRequest(
        redirect_uri=form["redirect_uri"],
        state=form.get("state", ""),
        nonce=form.get("nonce", ""),
        code_challenge=challenge,
        level=_demanded_level(form.get("acr_values", ""), settings),
        max_age=_max_age(form.get("max_age")),
        prompt=prompt,
        login_hint=form.get("login_hint", ""),
    )


def verifier_matches(verifier: str, challenge: str) -> bool:
    """PKCE S256 (RFC 7636 4.6)."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _shape(form: Mapping[str, str], settings: Settings) -> None:
    if "request_uri" in form:
        raise ProtocolError("invalid_request", "request_uri must not be pushed")
    if any(len(value) > MAX_VALUE_LENGTH for value in form.values()):
        raise ProtocolError("invalid_request", "a parameter is too long")
    if form.get("client_id", settings.client.client_id) != settings.client.client_id:
        raise ProtocolError("invalid_request", "client_id is not the authenticated client")
    if form.get("redirect_uri") not in settings.client.redirect_uris:
        raise ProtocolError("invalid_request", "redirect_uri is not registered")
    if form.get("response_type") != "code":
        raise ProtocolError("unsupported_response_type", "only response_type=code")
    if form.get("response_mode", "query") != "query":
        raise ProtocolError("invalid_request", "only response_mode=query")
    if "openid" not in form.get("scope", "").split():
        raise ProtocolError("invalid_scope", "scope must contain openid")


def _demanded_level(acr_values: str, settings: Settings) -> int:
    """Lowest level among the values asked for: any of them will do, nothing below will."""
    levels = [settings.vocabulary.level_of_acr.get(acr) for acr in acr_values.split()]
    known = [level for level in levels if level is not None]
    if levels and not known:
        raise ProtocolError("invalid_request", "none of the acr_values is known")
    return min(known, default=1)


def _max_age(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit()):
        raise ProtocolError("invalid_request", "max_age must be a number of seconds")
    return int(value)
