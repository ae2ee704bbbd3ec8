"""Making the tokens, honestly or with the fault that is switched on."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from dean06.sandbox.vneid.faults import Fault, Faults
from dean06.sandbox.vneid.keys import KeyRing
from dean06.sandbox.vneid.settings import TOKEN_SECONDS, Settings
from dean06.sandbox.vneid.store import Grant, Session, new_secret

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_SECONDS = 120
HOUR = 3600
EVIL_ISSUER = "https://vneid.evil.example"

Claims = dict[str, Any]


def half_hash(value: str) -> str:
    """at_hash for the SHA-256 algorithms (OpenID Connect Core 3.1.3.6)."""
    digest = hashlib.sha256(value.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


class Mint:
    """Turns grants into tokens."""

    def __init__(self, settings: Settings, keys: KeyRing, faults: Faults) -> None:
        self.settings = settings
        self.keys = keys
        self.faults = faults

    def id_token(self, grant: Grant, access_token: str) -> str:
        """The ID token of a grant."""
        now = int(time.time())
        claims: Claims = {
            "iss": self.settings.issuer,
            "sub": grant.person.subject(self.settings.issuer),
            "aud": self.settings.client.client_id,
            "azp": self.settings.client.client_id,
            "exp": now + TOKEN_SECONDS,
            "iat": now,
            "auth_time": grant.auth_time,
            "acr": self.settings.vocabulary.acr_of_level[grant.level],
            "amr": ["pwd"] if grant.level == 1 else ["pwd", "face"],
            "sid": grant.sid,
            "at_hash": half_hash(access_token),
            **({"nonce": grant.request.nonce} if grant.request.nonce else {}),
            **self._launch(grant),
            **self.settings.vocabulary.claims_about(grant.person),
        }
        for fault in self.faults.active & _SPOILERS.keys():
            _SPOILERS[fault](claims, self.settings)
        return self._sign(claims, "JWT")

    def _launch(self, grant: Grant) -> Claims:
        """That this sign-in answers a launch of ours, when it is the launched person who is signed in."""
        is_launched = grant.request.launched == grant.person.key
        return {self.settings.vocabulary.launch_claim: grant.request.login_hint} if is_launched else {}

    def logout_token(self, session: Session) -> str:
        """The logout token of an ended session (OpenID Connect Back-Channel Logout 1.0, 2.4)."""
        now = int(time.time())
        claims: Claims = {
            "iss": self.settings.issuer,
            "sub": session.person.subject(self.settings.issuer),
            "aud": self.settings.client.client_id,
            "iat": now,
            "exp": now + LOGOUT_SECONDS,
            "jti": new_secret(),
            "sid": session.sid,
            "events": {LOGOUT_EVENT: {}},
        }
        if Fault.LOGOUT_NONCE in self.faults:
            claims["nonce"] = new_secret()
        if Fault.LOGOUT_NO_EVENT in self.faults:
            claims["events"] = {"http://schemas.example/other": {}}
        return self._sign(claims, "logout+jwt")

    def _sign(self, claims: Claims, kind: str) -> str:
        algorithm, key = self.keys.algorithm, self.keys.current
        header = {"alg": algorithm, "kid": key.kid, "typ": kind}
        if Fault.ALG_NONE in self.faults:
            return _unsigned({**header, "alg": "none"}, claims)
        if Fault.ALG_HS256 in self.faults:
            # The classic confusion: the public key, as text, used as the secret of a symmetric signature.
            secret = OctKey.import_key(json.dumps(self.keys.public()["keys"][0], sort_keys=True))
            return jwt.encode({**header, "alg": "HS256"}, claims, secret, algorithms=["HS256"])
        if Fault.UNKNOWN_KID in self.faults:
            stranger = self.keys.fresh()
            return jwt.encode({**header, "kid": stranger.kid}, claims, stranger, algorithms=[algorithm])
        if Fault.BAD_SIGNATURE in self.faults:
            return jwt.encode(header, claims, self.keys.fresh(), algorithms=[algorithm])
        return jwt.encode(header, claims, key, algorithms=[algorithm])


def _unsigned(header: dict[str, Any], claims: Claims) -> str:
    parts = [json.dumps(part, ensure_ascii=False).encode() for part in (header, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _put(name: str, value: object) -> Callable[[Claims, Settings], None]:
    def spoil(claims: Claims, _settings: Settings) -> None:
        claims[name] = value

    return spoil


def _drop(name: str) -> Callable[[Claims, Settings], None]:
    def spoil(claims: Claims, _settings: Settings) -> None:
        claims.pop(name, None)

    return spoil


def _shift(seconds: int, *names: str) -> Callable[[Claims, Settings], None]:
    def spoil(claims: Claims, _settings: Settings) -> None:
        for name in names:
            claims[name] += seconds

    return spoil


def _lower_acr(claims: Claims, settings: Settings) -> None:
    claims["acr"] = settings.vocabulary.acr_of_level[1]


def _extra_audience(claims: Claims, settings: Settings) -> None:
    claims["aud"] = [settings.client.client_id, "somebody-else"]


def _without_number(claims: Claims, settings: Settings) -> None:
    claims.pop(settings.vocabulary.claims["personal_id"])


def _without_launch(claims: Claims, settings: Settings) -> None:
    claims.pop(settings.vocabulary.launch_claim, None)


def _other_launch(claims: Claims, settings: Settings) -> None:
    claims[settings.vocabulary.launch_claim] = "mo:another"


def _bad_number(claims: Claims, settings: Settings) -> None:
    claims[settings.vocabulary.claims["personal_id"]] = "12345"


_SPOILERS: dict[Fault, Callable[[Claims, Settings], None]] = {
    Fault.WRONG_ISS: _put("iss", EVIL_ISSUER),
    Fault.WRONG_AUD: _put("aud", "somebody-else"),
    Fault.EXTRA_AUD: _extra_audience,
    Fault.WRONG_AZP: _put("azp", "somebody-else"),
    Fault.WRONG_NONCE: _put("nonce", "not-the-nonce-that-was-sent"),
    Fault.MISSING_NONCE: _drop("nonce"),
    Fault.EXPIRED: _shift(-2 * HOUR, "iat", "exp", "auth_time"),
    Fault.FUTURE: _shift(HOUR, "iat", "exp"),
    Fault.WRONG_AT_HASH: _put("at_hash", half_hash("another-access-token")),
    Fault.MISSING_ACR: _drop("acr"),
    Fault.UNKNOWN_ACR: _put("acr", "0"),
    Fault.LOWER_ACR: _lower_acr,
    Fault.MISSING_AUTH_TIME: _drop("auth_time"),
    Fault.OLD_AUTH_TIME: _shift(-HOUR, "auth_time"),
    Fault.MISSING_CLAIM: _without_number,
    Fault.BAD_CLAIM: _bad_number,
    Fault.MISSING_LAUNCH: _without_launch,
    Fault.OTHER_LAUNCH: _other_launch,
    Fault.OTHER_SUBJECT: _put("sub", "somebody-else"),
}
