"""The token endpoint: a code, and what goes with it, against an access token. A code counts once."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.oauth import UNAUTHORISED, ProtocolRefused, needed
from dean06.kernel.documents.credentials.secrets import kept, new_secret
from dean06.kernel.documents.credentials.vci.dpop import Call, prove
from dean06.kernel.documents.credentials.vci.issuer import GRANT_CODE, GRANT_PRE_AUTHORISED, CredentialIssuer
from dean06.kernel.documents.credentials.vci.types import Access, Grant

LIFE = timedelta(minutes=10)
MOST_WRONG = 5


def token(issuer: CredentialIssuer, form: Mapping[str, Any], call: Call, at: datetime) -> dict[str, Any]:
    """The answer to a token request."""
    kind = needed(form, "grant_type")
    if kind not in {GRANT_CODE, GRANT_PRE_AUTHORISED}:
        raise ProtocolRefused("unsupported_grant_type")
    thumbprint = prove(call, issuer.replays, at)
    code = needed(form, "code" if kind == GRANT_CODE else "pre-authorized_code")
    grant = issuer.store.grant(kept(code))
    if grant is None or grant.expires_at <= at or grant.is_pre_authorised == (kind == GRANT_CODE):
        raise ProtocolRefused("invalid_grant", "no such code, or no longer")
    if kind == GRANT_CODE:
        _check_client(issuer, grant, form, code)
    else:
        _check_number(issuer, grant, form, code)
    if not issuer.store.take_grant(kept(code)):
        raise ProtocolRefused("invalid_grant", "the code was used")
    return _open(issuer, grant, thumbprint, at)


def access_of(issuer: CredentialIssuer, call: Call, at: datetime) -> Access:
    """What the caller's token is good for; refused unless it is known, in time, and its key's holder sends it."""
    scheme, _, text = call.header("Authorization").partition(" ")
    access = issuer.store.access(kept(text)) if text else None
    if access is None or access.expires_at <= at:
        raise ProtocolRefused("invalid_token", "no such token, or no longer", status=UNAUTHORISED)
    if scheme.lower() != ("dpop" if access.thumbprint else "bearer"):
        raise ProtocolRefused("invalid_token", "another kind of token", status=UNAUTHORISED)
    if access.thumbprint and not hmac.compare_digest(prove(call, issuer.replays, at, token=text), access.thumbprint):
        raise ProtocolRefused("invalid_token", "bound to another key", status=UNAUTHORISED)
    return access


def _check_client(issuer: CredentialIssuer, grant: Grant, form: Mapping[str, Any], code: str) -> None:
    verifier = needed(form, "code_verifier")
    challenge = encode(hashlib.sha256(verifier.encode()).digest())
    same = (
        hmac.compare_digest(challenge, grant.challenge)
        and needed(form, "redirect_uri") == grant.redirect_uri
        and needed(form, "client_id") == grant.client_id
    )
    if not same:
        issuer.store.take_grant(kept(code))
        raise ProtocolRefused("invalid_grant", "not the wallet that asked")


def _check_number(issuer: CredentialIssuer, grant: Grant, form: Mapping[str, Any], code: str) -> None:
    if not grant.tx_code:
        if "tx_code" in form:
            raise ProtocolRefused("invalid_request", "no number was asked for")
        return
    if hmac.compare_digest(kept(code, needed(form, "tx_code")), grant.tx_code):
        return
    if issuer.store.count_wrong(kept(code)) >= MOST_WRONG:
        issuer.store.take_grant(kept(code))
    raise ProtocolRefused("invalid_grant", "wrong number")


def _open(issuer: CredentialIssuer, grant: Grant, thumbprint: str, at: datetime) -> dict[str, Any]:
    text = new_secret()
    access = Access(
        subject=grant.subject,
        configurations=grant.configurations,
        expires_at=at + LIFE,
        client_id=grant.client_id,
        thumbprint=thumbprint,
    )
    issuer.store.keep_access(kept(text), access)
    return {
        "access_token": text,
        "token_type": "DPoP" if thumbprint else "Bearer",
        "expires_in": int(LIFE.total_seconds()),
        "scope": " ".join(sorted(grant.configurations)),
    }
