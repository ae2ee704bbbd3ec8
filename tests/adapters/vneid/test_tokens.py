"""Token checks one by one, on tokens made here, and on arbitrary nonsense."""

import base64
import contextlib
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey
from tests.adapters.vneid.registration import config

from dean06.adapters.vneid import metadata, tokens, wire
from dean06.kernel.ports.identity_provider import AuthorizationStart, Reason, SignInRefused, refusal

ISSUER = "https://sso.vneid.example"
NOW = 1_764_000_000.0
CONFIG = config(ISSUER)
SKEW = CONFIG.limits.clock_skew_s
KEY = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
START = AuthorizationStart(
    url="",
    state="s" * 43,
    nonce="n" * 43,
    code_verifier="v" * 43,
    level=1,
    max_age=None,
    prompt=None,
    started_at=int(NOW),
)
ACCESS_TOKEN = "the access token"
DROP = object()


def key_for(kid: str, alg: str) -> ECKey:
    if kid != KEY.kid:
        raise refusal(Reason.KEY_UNKNOWN)
    return KEY


def sign(claims: dict[str, Any], **header: Any) -> str:
    return jwt.encode({"alg": "ES256", "kid": KEY.kid, **header}, claims, KEY, algorithms=["ES256"])


def id_claims(**changes: Any) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "sub": "subject",
        "aud": CONFIG.client_id,
        "exp": int(NOW) + 300,
        "iat": int(NOW),
        "nonce": START.nonce,
        "acr": "urn:vneid:muc-do:2",
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not DROP}


def logout_claims(**changes: Any) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": CONFIG.client_id,
        "sub": "subject",
        "sid": "session",
        "jti": "token",
        "iat": int(NOW),
        "exp": int(NOW) + 120,
        "events": {tokens.LOGOUT_EVENT: {}},
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not DROP}


def check(token: str, start: AuthorizationStart = START) -> tokens.Checked:
    return tokens.check_id_token(token, start=start, access_token=ACCESS_TOKEN, config=CONFIG, key_for=key_for, now=NOW)


def check_logout(token: str):
    return tokens.check_logout_token(token, config=CONFIG, key_for=key_for, now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": [CONFIG.client_id]},
        {"azp": CONFIG.client_id},
        {"exp": int(NOW) - SKEW + 1},
        {"iat": int(NOW) + SKEW},
        {"exp": NOW + 0.5},
        {"at_hash": wire.half_hash(ACCESS_TOKEN)},
        {"unknown": {"claim": [1]}},
    ],
)
def test_an_honest_token_passes(changes: dict[str, Any]) -> None:
    assert check(sign(id_claims(**changes))).level == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": ISSUER + "/"}, "issuer_mismatch"),
        ({"iss": DROP}, "issuer_mismatch"),
        ({"aud": DROP}, "audience_mismatch"),
        ({"aud": []}, "audience_mismatch"),
        ({"aud": [CONFIG.client_id, "other"]}, "audience_mismatch"),
        ({"aud": [CONFIG.client_id, "other"], "azp": CONFIG.client_id}, "audience_mismatch"),
        ({"azp": "other"}, "audience_mismatch"),
        ({"nonce": DROP}, "nonce_mismatch"),
        ({"nonce": ""}, "nonce_mismatch"),
        ({"nonce": [START.nonce]}, "nonce_mismatch"),
        ({"exp": int(NOW) - SKEW}, "token_expired"),
        ({"exp": DROP}, "token_malformed"),
        ({"exp": True}, "token_malformed"),
        ({"exp": "1764000300"}, "token_malformed"),
        ({"exp": 1e300}, "token_malformed"),
        ({"iat": int(NOW) + SKEW + 1}, "token_from_future"),
        ({"iat": DROP}, "token_malformed"),
        ({"nbf": int(NOW) + SKEW + 1}, "token_from_future"),
        ({"at_hash": "x"}, "hash_mismatch"),
        ({"sub": DROP}, "token_malformed"),
        ({"sub": ""}, "token_malformed"),
        ({"sub": "x" * 256}, "token_malformed"),
        ({"acr": DROP}, "level_missing"),
        ({"acr": "urn:vneid:muc-do:3"}, "level_unknown"),
        ({"acr": ["urn:vneid:muc-do:2"]}, "level_unknown"),
    ],
)
def test_a_token_with_one_thing_wrong_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        check(sign(id_claims(**changes)))
    assert refused.value.reason_code == reason


@pytest.mark.parametrize(
    ("wish", "auth_time", "reason"),
    [
        ({"max_age": 600}, DROP, "auth_time_missing"),
        ({"prompt": "login"}, DROP, "auth_time_missing"),
        ({"max_age": 600}, int(NOW) - 600 - SKEW - 1, "auth_too_old"),
        ({"max_age": 0}, int(NOW) - SKEW - 1, "auth_too_old"),
        ({"prompt": "login"}, int(NOW) - SKEW - 1, "auth_too_old"),
        ({"max_age": 600}, "today", "token_malformed"),
        ({"level": 2, "max_age": 600}, int(NOW) - 600 - SKEW, None),
        ({}, DROP, None),
    ],
)
def test_freshness_is_proven_when_it_was_demanded(wish: dict[str, Any], auth_time: Any, reason: str | None) -> None:
    token, start = sign(id_claims(auth_time=auth_time)), replace(START, **wish)
    if reason is None:
        assert check(token, start).subject == "subject"
        return
    with pytest.raises(SignInRefused) as refused:
        check(token, start)
    assert refused.value.reason_code == reason


def test_the_level_must_reach_what_was_demanded() -> None:
    low = sign(id_claims(acr="urn:vneid:muc-do:1"))
    assert check(low).level == 1
    with pytest.raises(SignInRefused, match="level_too_low"):
        check(low, replace(START, level=2))


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"kid": "other"}, "key_unknown"),
        ({"kid": 7}, "token_malformed"),
        ({"crit": ["invented"], "invented": 1}, "token_malformed"),
    ],
)
def test_a_header_we_cannot_trust_is_refused(header: dict[str, Any], reason: str) -> None:
    good = sign(id_claims())
    forged = base64.urlsafe_b64encode(json.dumps({"alg": "ES256", "kid": KEY.kid, **header}).encode()).rstrip(b"=")
    with pytest.raises(SignInRefused) as refused:
        check(forged.decode() + good[good.index(".") :])
    assert refused.value.reason_code == reason


def test_a_changed_payload_breaks_the_signature() -> None:
    head, _, signature = sign(id_claims()).split(".")
    _, other, _ = sign(id_claims(sub="somebody-else")).split(".")
    with pytest.raises(SignInRefused, match="signature_invalid"):
        check(f"{head}.{other}.{signature}")


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){0,4}", fullmatch=True))
def test_no_text_whatever_gets_through_or_breaks_us(text: str) -> None:
    for reader in (check, check_logout):
        with pytest.raises(SignInRefused):
            reader(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(id_claims() | logout_claims() | {"azp": 0, "nbf": 0})), JSON))
def test_no_signed_claims_whatever_break_us(changes: dict[str, Any]) -> None:
    """A provider may sign anything; the answer is a person, a notice or a refusal, never another exception."""
    for reader, claims in ((check, id_claims(**changes)), (check_logout, logout_claims(**changes))):
        with contextlib.suppress(SignInRefused):
            reader(sign(claims))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"events": DROP}, "not_a_logout_token"),
        ({"events": {}}, "not_a_logout_token"),
        ({"events": {tokens.LOGOUT_EVENT: "yes"}}, "not_a_logout_token"),
        ({"events": [tokens.LOGOUT_EVENT]}, "not_a_logout_token"),
        ({"nonce": "n"}, "not_a_logout_token"),
        ({"nonce": None}, "not_a_logout_token"),
        ({"jti": DROP}, "not_a_logout_token"),
        ({"sub": DROP, "sid": DROP}, "not_a_logout_token"),
        ({"jti": 5}, "token_malformed"),
        ({"iss": "https://evil.example"}, "issuer_mismatch"),
        ({"aud": "other"}, "audience_mismatch"),
        ({"exp": int(NOW) - SKEW}, "token_expired"),
        ({"iat": int(NOW) - 3600, "exp": DROP}, "token_expired"),
        ({"iat": DROP}, "token_malformed"),
    ],
)
def test_a_logout_token_with_one_thing_wrong_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        check_logout(sign(logout_claims(**changes)))
    assert refused.value.reason_code == reason


@pytest.mark.parametrize("changes", [{}, {"sid": DROP}, {"sub": DROP}, {"exp": DROP}])
def test_an_honest_logout_token_passes(changes: dict[str, Any]) -> None:
    notice = check_logout(sign(logout_claims(**changes)))
    assert notice.token_id == "token"
    assert notice.expires_at > notice.issued_at


def test_a_short_rsa_key_is_not_taken_from_the_key_set() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    modulus = weak.public_numbers().n.to_bytes(128, "big")
    entry = {"kty": "RSA", "kid": "weak", "e": "AQAB", "n": base64.urlsafe_b64encode(modulus).rstrip(b"=").decode()}
    assert metadata._read_key(entry) is None


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "1"},
        {"kty": "RSA"},
        {"kty": "RSA", "n": 5, "e": []},
        {"kty": "EC", "crv": "P-256", "x": "!", "y": "!"},
        {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"},
        KEY.as_dict(private=True),
        {**KEY.as_dict(private=False), "use": "enc"},
    ],
)
def test_a_key_we_cannot_use_is_left_alone(entry: Any) -> None:
    assert metadata._read_key(entry) is None
