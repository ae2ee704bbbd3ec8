"""Encoding and decoding, by table."""

import json
from datetime import date
from typing import Any

import pytest
from tests.adapters.vneid.registration import config
from tests.sandbox.twin import ROOT

from dean06.adapters.vneid import wire
from dean06.kernel.ports.identity_provider import AuthorizationStart, ProviderUnavailable, SignInRefused

ISSUER = "https://sso.vneid.example/realms/citizen"
DOCUMENT = json.loads((ROOT / "protocols/vneid/openid-configuration.json").read_text(encoding="utf-8"))
VOCABULARY = config(ISSUER).vocabulary
START = AuthorizationStart(
    url="", state="the-state", nonce="n", code_verifier="v", level=1, max_age=None, prompt=None, started_at=0
)
CLAIMS = {"SoDinhDanh": "000151000201", "HoVaTen": "Trần Thị Hoa", "NgaySinh": "12/04/1951", "GioiTinh": "Nữ"}


def discovery(**changes: Any) -> wire.Discovery:
    return wire.read_discovery(json.dumps({**DOCUMENT, **changes}).encode(), ISSUER)


def test_the_example_document_is_read() -> None:
    found = discovery()
    assert found.token_endpoint == f"{ISSUER}/token"
    assert found.par_endpoint.startswith(ISSUER)
    assert found.sends_issuer


@pytest.mark.parametrize(
    "changes",
    [
        {"token_endpoint": None},
        {"token_endpoint": "http://sso.vneid.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": ["https://sso.vneid.example/auth"]},
        {"userinfo_endpoint": "http://elsewhere.example/"},
        {"end_session_endpoint": "https://["},
    ],
)
def test_an_unsafe_endpoint_is_not_used(changes: dict[str, Any]) -> None:
    with pytest.raises(ProviderUnavailable):
        discovery(**changes)


@pytest.mark.parametrize("issuer", [ISSUER + "/", "https://evil.example", None])
def test_discovery_of_another_issuer_is_refused(issuer: str | None) -> None:
    with pytest.raises(SignInRefused, match="issuer_mismatch"):
        discovery(issuer=issuer)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"\xff", b'"text"'])
def test_a_body_that_is_no_object_is_unavailable(body: bytes) -> None:
    with pytest.raises(ProviderUnavailable):
        wire.read_object(body, "test")


def test_credentials_are_form_encoded_before_base64() -> None:
    assert wire.basic_credentials("a:b", "c d%é") == "Basic YSUzQWI6YytkJTI1JUMzJUE5"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "state_mismatch"),
        ({"state": "other", "code": "c", "iss": ISSUER}, "state_mismatch"),
        ({"state": "the-state", "code": "c"}, "issuer_missing"),
        ({"state": "the-state", "code": "c", "iss": "https://evil.example"}, "issuer_mismatch"),
        ({"state": "the-state", "iss": ISSUER}, "code_missing"),
        ({"state": "the-state", "iss": ISSUER, "error": "access_denied"}, "person_cancelled"),
        ({"state": "the-state", "iss": ISSUER, "error": "unmet_authentication_requirements"}, "level_unreachable"),
        ({"state": "the-state", "iss": ISSUER, "error": "invalid_scope", "code": "c"}, "request_refused"),
        ({"state": "the-state", "iss": "https://evil.example", "error": "access_denied"}, "issuer_mismatch"),
    ],
)
def test_a_redirect_is_refused(params: dict[str, str], reason: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        wire.read_redirect(params, START, discovery())
    assert refused.value.reason_code == reason


def test_a_busy_provider_is_unavailable() -> None:
    with pytest.raises(ProviderUnavailable):
        wire.read_redirect(
            {"state": "the-state", "iss": ISSUER, "error": "temporarily_unavailable"}, START, discovery()
        )


def test_a_provider_that_never_promised_an_issuer_may_leave_it_out() -> None:
    silent = discovery(authorization_response_iss_parameter_supported=False)
    assert wire.read_redirect({"state": "the-state", "code": "c"}, START, silent) == "c"
    with pytest.raises(SignInRefused, match="issuer_mismatch"):
        wire.read_redirect({"state": "the-state", "code": "c", "iss": "https://evil.example"}, START, silent)


def test_a_profile_in_our_words() -> None:
    found = wire.read_profile(CLAIMS, VOCABULARY)
    assert (found.personal_id, found.full_name, found.birth_on, found.sex) == (
        "000151000201",
        "Trần Thị Hoa",
        date(1951, 4, 12),
        "female",
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"NgaySinh": "1951"}, "birth_on", None),
        ({"NgaySinh": ""}, "birth_on", None),
        ({"NgaySinh": None}, "birth_on", None),
        ({"GioiTinh": "Khác"}, "sex", ""),
        ({"GioiTinh": None}, "sex", ""),
        ({"GioiTinh": "Nu\u031b\u0303"}, "sex", "female"),
        ({"HoVaTen": "  Tra\u0302\u0300n   Thi\u0323 Hoa "}, "full_name", "Trần Thị Hoa"),
        ({"SoDinhDanh": " 000151000201 "}, "personal_id", "000151000201"),
    ],
)
def test_a_profile_as_registers_really_are(changes: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(wire.read_profile({**CLAIMS, **changes}, VOCABULARY), field) == value


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SoDinhDanh": None}, "claim_missing"),
        ({"SoDinhDanh": 151000201}, "claim_invalid"),
        ({"SoDinhDanh": "151000201"}, "claim_invalid"),
        ({"SoDinhDanh": "٠٠٠١٥١٠٠٠٢٠١"}, "claim_invalid"),
        ({"HoVaTen": ""}, "claim_missing"),
        ({"HoVaTen": "   "}, "claim_invalid"),
        ({"HoVaTen": "x" * 201}, "claim_invalid"),
        ({"NgaySinh": "31/02/1951"}, "claim_invalid"),
        ({"NgaySinh": 1951}, "claim_invalid"),
    ],
)
def test_a_profile_with_a_hole_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        wire.read_profile({**CLAIMS, **changes}, VOCABULARY)
    assert refused.value.reason_code == reason
