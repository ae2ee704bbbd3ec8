"""How a facility's system proves itself: SMART Backend Services (client credentials with a signed assertion).

The assertion is a JWT of the system's own key (RFC 7523), good once and for at most five minutes; for it there is a
short token that says which facility and which scopes. Refusals are in the words of OAuth 2.0 (RFC 6749).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core import signing
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.documents import api as documents
from dean06.pilots.p17_health_labour_books.models import Facility

JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS: Final = {"P-256": "ES256", "P-384": "ES384"}
LONGEST_ASSERTION, LONGEST_JTI, LONGEST_SCOPE = 4000, 200, 500
ASSERTION_LASTS: Final = timedelta(minutes=5)
CLOCKS_APART: Final = timedelta(seconds=30)
TOKEN_SECONDS: Final = 300
SALT: Final = "dean06.p17.fhir-access"
SEND: Final = "system/Bundle.c"
READ: Final = "system/*.rs"
SCOPES: Final = (SEND, READ)


class AccessRefused(Exception):
    """``error`` in the words of OAuth, and why; 401 for a system that did not prove itself."""

    def __init__(self, error: str, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.error, self.why, self.status = error, why, status


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A facility's system behind a request: the facility, the hat it acts in, what it may."""

    facility_id: UUID
    client_id: str
    actor: Actor
    scopes: frozenset[str]


def issue_token(form: Mapping[str, str], *, audience: str) -> dict[str, Any]:
    """An access token for a signed assertion meant for ``audience``. AccessRefused otherwise."""
    if form.get("grant_type") != "client_credentials":
        raise AccessRefused("unsupported_grant_type", "grant_type phải là client_credentials")
    if form.get("client_assertion_type") != JWT_BEARER:
        raise AccessRefused("invalid_request", "client_assertion_type phải là jwt-bearer")
    facility = _proven(form.get("client_assertion", ""), audience)
    scopes = _scopes(form.get("scope", ""))
    expires = int(clock.now().timestamp()) + TOKEN_SECONDS
    told = {"f": str(facility.pk), "s": sorted(scopes), "e": expires}
    return {
        "access_token": signing.dumps(told, salt=SALT),
        "token_type": "bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": " ".join(sorted(scopes)),
    }


def caller_of(authorization: str) -> Caller:
    """Who stands behind an ``Authorization`` header. AccessRefused (401): none, forged, too old, facility closed."""
    scheme, _, token = authorization.partition(" ")
    refused = AccessRefused("invalid_token", "Thiếu mã truy cập, hoặc mã không còn hiệu lực", 401)
    if scheme.lower() != "bearer":
        raise refused
    try:
        told = signing.loads(token.strip(), salt=SALT)
    except signing.BadSignature as error:
        raise refused from error
    facility = Facility.objects.filter(pk=told["f"], is_open=True).first()
    if facility is None or told["e"] <= clock.now().timestamp():
        raise refused
    actor = Actor(name=facility.name, role=Role.SYSTEM, unit_code=facility.unit_code, unit_name=facility.name)
    return Caller(facility_id=facility.pk, client_id=facility.client_id, actor=actor, scopes=frozenset(told["s"]))


def _scopes(asked: str) -> frozenset[str]:
    wanted = frozenset(asked.split()) if len(asked) <= LONGEST_SCOPE else frozenset({""})
    if not wanted or not wanted <= set(SCOPES):
        raise AccessRefused("invalid_scope", f"Chỉ có: {' '.join(SCOPES)}")
    return wanted


def _proven(assertion: str, audience: str) -> Facility:
    """The open facility whose key signed this assertion, for the first time."""
    refused = AccessRefused("invalid_client", "client_assertion không được chấp nhận", 401)
    if not assertion or len(assertion) > LONGEST_ASSERTION:
        raise refused
    found: list[Facility] = []

    def key_of(told: Any) -> ECKey:
        key = _key(told, found)
        if key is None:
            raise refused
        return key

    try:
        token = jwt.decode(assertion, key_of, algorithms=list(ALGORITHMS.values()))
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise refused from error
    facility, claims = found[0], token.claims
    if not _is_meant(claims, facility.client_id, audience):
        raise refused
    seen = hashlib.sha256(f"p17\0{facility.client_id}\0{claims['jti']}".encode()).hexdigest()
    if not documents.UsedProofs().is_first(seen, until=clock.now() + ASSERTION_LASTS + 2 * CLOCKS_APART):
        raise refused
    return facility


def _key(told: Any, found: list[Facility]) -> ECKey | None:
    """The registered key named in the header, of the client the (still unproven) claims name."""
    header = told.headers()
    claims = signing.JSONSerializer().loads(told.payload)
    name = claims.get("iss") if isinstance(claims, dict) else None
    facility = Facility.objects.filter(client_id=name, is_open=True).first() if isinstance(name, str) else None
    if facility is None:
        return None
    found.append(facility)
    for one in facility.jwks:
        if one["kid"] == header.get("kid") and ALGORITHMS[one["crv"]] == header.get("alg"):
            return ECKey.import_key(one)
    return None


def _is_meant(claims: Mapping[str, Any], client_id: str, audience: str) -> bool:
    """Issued by and about the client, for this very address, not too long, still in force, with a name of its own."""
    now = clock.now().timestamp()
    expires, jti = claims.get("exp"), claims.get("jti")
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        return False
    lasts = now - CLOCKS_APART.seconds < expires <= now + ASSERTION_LASTS.seconds + CLOCKS_APART.seconds
    is_named = isinstance(jti, str) and 0 < len(jti) <= LONGEST_JTI
    is_theirs = claims.get("iss") == claims.get("sub") == client_id and claims.get("aud") == audience
    return lasts and is_named and is_theirs
