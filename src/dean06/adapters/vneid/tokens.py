"""Verifying ID tokens and logout tokens. Pure: keys and the present time are handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, RSAKey

from dean06.adapters.vneid import wire
from dean06.adapters.vneid.settings import VneidConfig
from dean06.kernel.ports.identity_provider import AuthorizationStart, LogoutNotice, ProviderUnavailable, Reason, refusal

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TOKEN_LENGTH = 16 * 1024
# The provider may not tell how long a logout token lives; a replay is remembered this long then.
LOGOUT_TOKEN_S = 600

Key = RSAKey | ECKey
KeyFor = Callable[[str, str], Key]
Claims = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An ID token that survived every check."""

    claims: Claims
    subject: str
    session_id: str
    level: int
    auth_time: datetime | None


def check_id_token(
    token: str, *, start: AuthorizationStart, access_token: str, config: VneidConfig, key_for: KeyFor, now: float
) -> Checked:
    """OpenID Connect Core 3.1.3.7 and ours on top: level demanded, freshness demanded. SignInRefused on any doubt.

    ``key_for(kid, alg)`` finds a published key or refuses; ``now`` is epoch seconds.
    """
    claims = _verified(token, config, key_for)
    _check_origin(claims, config)
    if not isinstance(claims.get("nonce"), str) or not wire.same(claims["nonce"], start.nonce):
        raise refusal(Reason.NONCE_MISMATCH)
    _check_launch(claims, start, config)
    _check_time(claims, config.limits.clock_skew_s, now)
    at_hash = claims.get("at_hash")
    if at_hash is not None and at_hash != wire.half_hash(access_token):
        raise refusal(Reason.HASH_MISMATCH)
    return Checked(
        claims=claims,
        subject=_subject(claims),
        session_id=claims["sid"] if isinstance(claims.get("sid"), str) else "",
        level=_level(claims, start.level, config),
        auth_time=_auth_time(claims, start, config.limits.clock_skew_s, now),
    )


def check_logout_token(token: str, *, config: VneidConfig, key_for: KeyFor, now: float) -> LogoutNotice:
    """OpenID Connect Back-Channel Logout 1.0, 2.6, except the replay check, which needs memory."""
    claims = _verified(token, config, key_for)
    _check_origin(claims, config)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict) or "nonce" in claims:
        raise refusal(Reason.NOT_A_LOGOUT_TOKEN)
    issued_at = _number(claims, "iat")
    expires_at = _number(claims, "exp") if "exp" in claims else issued_at + LOGOUT_TOKEN_S
    _check_time({**claims, "exp": expires_at}, config.limits.clock_skew_s, now)
    subject, session_id, token_id = (claims.get(name, "") for name in ("sub", "sid", "jti"))
    if not all(isinstance(value, str) for value in (subject, session_id, token_id)):
        raise refusal(Reason.TOKEN_MALFORMED)
    if not token_id or not (subject or session_id):
        raise refusal(Reason.NOT_A_LOGOUT_TOKEN)
    return LogoutNotice(
        issuer=config.issuer,
        subject=subject,
        session_id=session_id,
        token_id=token_id,
        issued_at=datetime.fromtimestamp(issued_at, UTC),
        expires_at=datetime.fromtimestamp(expires_at + config.limits.clock_skew_s, UTC),
    )


def _verified(token: object, config: VneidConfig, key_for: KeyFor) -> dict[str, Any]:
    """Claims of a token whose signature is by a published key with an allowed algorithm."""
    if not isinstance(token, str) or not token or len(token) > MAX_TOKEN_LENGTH:
        raise refusal(Reason.TOKEN_MALFORMED)
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError) as error:
        raise refusal(Reason.TOKEN_MALFORMED) from error
    algorithm, key_id = header.get("alg"), header.get("kid", "")
    if algorithm not in config.algorithms:
        raise refusal(Reason.ALGORITHM_REFUSED)
    if not isinstance(key_id, str):
        raise refusal(Reason.TOKEN_MALFORMED)
    try:
        payload = jws.deserialize_compact(token, key_for(key_id, algorithm), algorithms=[algorithm]).payload
    except BadSignatureError as error:
        raise refusal(Reason.SIGNATURE_INVALID) from error
    except (JoseError, ValueError) as error:
        raise refusal(Reason.TOKEN_MALFORMED) from error
    try:
        return wire.read_object(payload or b"", "token")
    except ProviderUnavailable as error:
        raise refusal(Reason.TOKEN_MALFORMED) from error


def _check_origin(claims: Claims, config: VneidConfig) -> None:
    if claims.get("iss") != config.issuer:
        raise refusal(Reason.ISSUER_MISMATCH)
    # We trust no other audience, so a token that is also meant for somebody else is refused.
    audience = claims.get("aud")
    if audience not in (config.client_id, [config.client_id]):
        raise refusal(Reason.AUDIENCE_MISMATCH)
    if "azp" in claims and claims["azp"] != config.client_id:
        raise refusal(Reason.AUDIENCE_MISMATCH)


def _check_launch(claims: Claims, start: AuthorizationStart, config: VneidConfig) -> None:
    """Whoever was launched must be told so by the provider: the hint in the request proves nothing by itself."""
    said = claims.get(config.vocabulary.launch_claim)
    if start.launch and not (isinstance(said, str) and wire.same(said, start.launch)):
        raise refusal(Reason.LAUNCH_MISMATCH)


def _check_time(claims: Claims, skew_s: int, now: float) -> None:
    if _number(claims, "exp") + skew_s <= now:
        raise refusal(Reason.TOKEN_EXPIRED)
    if _number(claims, "iat") - skew_s > now or ("nbf" in claims and _number(claims, "nbf") - skew_s > now):
        raise refusal(Reason.TOKEN_FROM_FUTURE)


def _number(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**40:
        raise refusal(Reason.TOKEN_MALFORMED)
    return value


def _subject(claims: Claims) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise refusal(Reason.TOKEN_MALFORMED)
    return subject


def _level(claims: Claims, demanded: int, config: VneidConfig) -> int:
    acr = claims.get("acr")
    if acr is None:
        raise refusal(Reason.LEVEL_MISSING)
    level = config.vocabulary.levels.get(acr) if isinstance(acr, str) else None
    if level is None:
        raise refusal(Reason.LEVEL_UNKNOWN)
    if level < demanded:
        raise refusal(Reason.LEVEL_TOO_LOW)
    return level


def _auth_time(claims: Claims, start: AuthorizationStart, skew_s: int, now: float) -> datetime | None:
    """When the person last proved who they are. Needed, and recent enough, when freshness was demanded."""
    is_demanded = start.max_age is not None or start.prompt == "login"
    if "auth_time" not in claims:
        if is_demanded:
            raise refusal(Reason.AUTH_TIME_MISSING)
        return None
    proved_at = _number(claims, "auth_time")
    if start.max_age is not None and proved_at + start.max_age + skew_s < now:
        raise refusal(Reason.AUTH_TOO_OLD)
    if start.prompt == "login" and proved_at + skew_s < start.started_at:
        raise refusal(Reason.AUTH_TOO_OLD)
    return datetime.fromtimestamp(proved_at, UTC)
