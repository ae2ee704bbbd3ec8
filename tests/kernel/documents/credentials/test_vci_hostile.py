"""Those who want a document that is not theirs: codes, numbers, tokens, proofs and nonces of others, each refused."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.kernel.documents.credentials.authority import NOW, new_key
from tests.kernel.documents.credentials.issuing_server import MemoryStore
from tests.kernel.documents.credentials.test_vci import ALL, BACK, CLIENT, CONFIGURATIONS, issuer_at

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.oauth import ProtocolRefused
from dean06.kernel.documents.credentials.secrets import NONCE_LIFE, Nonces
from dean06.kernel.documents.credentials.vci.authorising import agreed, declined, opened, push
from dean06.kernel.documents.credentials.vci.credential import credential, nonce
from dean06.kernel.documents.credentials.vci.dpop import Call
from dean06.kernel.documents.credentials.vci.issuer import GRANT_CODE, GRANT_PRE_AUTHORISED, CredentialIssuer
from dean06.kernel.documents.credentials.vci.tokens import token
from dean06.kernel.documents.credentials.vci.types import Configuration, Form

BASE = "https://cap.hu-cau.gov.example/vi"
SOON = NOW + timedelta(minutes=5)
SD_JWT = "ly-lich-sd-jwt"
VERIFIER = "mot-chuoi-bi-mat-dai-hon-bon-muoi-ba-ky-tu-123"
CHALLENGE = encode(hashlib.sha256(VERIFIER.encode()).digest())
PUSHED = {
    "client_id": CLIENT,
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": SD_JWT,
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "state": "s",
}


@pytest.fixture
def issuer(signer, memory) -> CredentialIssuer:
    made = issuer_at(BASE, MemoryStore(), signer, [], memory)
    return replace(made, make=lambda access, configuration, key: f"{access.subject} {configuration.id} {key['x']}")


def refused(act) -> str:
    with pytest.raises(ProtocolRefused) as caught:
        act()
    assert caught.value.body["error"] == caught.value.error
    assert all(value.isascii() for value in caught.value.body.values())
    return caught.value.error


def call(path: str, **headers: str) -> Call:
    return Call(method="POST", url=f"{BASE}{path}", headers={name.replace("_", "-"): v for name, v in headers.items()})


def code_of(offer: dict) -> str:
    return offer["grants"][GRANT_PRE_AUTHORISED]["pre-authorized_code"]


def offered(issuer: CredentialIssuer, tx_code: str = "") -> dict[str, str]:
    code = code_of(issuer.offer("hoa", ALL, expires_at=SOON, tx_code=tx_code))
    return {"grant_type": GRANT_PRE_AUTHORISED, "pre-authorized_code": code}


def authorised(issuer: CredentialIssuer) -> dict[str, str]:
    request_uri = push(issuer, PUSHED, NOW)["request_uri"]
    request = opened(issuer, {"client_id": CLIENT, "request_uri": request_uri}, NOW)
    back = parse_qs(urlsplit(agreed(issuer, request, "hoa", NOW)).query)
    assert back["state"] == ["s"]
    assert back["iss"] == [BASE]
    return {
        "grant_type": GRANT_CODE,
        "code": back["code"][0],
        "code_verifier": VERIFIER,
        "redirect_uri": BACK,
        "client_id": CLIENT,
    }


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_code_is_good_once_and_in_time(issuer) -> None:
    form = offered(issuer)
    assert refused(lambda: token(issuer, form, call("/token"), SOON)) == "invalid_grant"
    assert token(issuer, form, call("/token"), NOW)["token_type"] == "Bearer"
    assert refused(lambda: token(issuer, form, call("/token"), NOW)) == "invalid_grant"


def test_nothing_secret_is_kept(issuer) -> None:
    form = offered(issuer, "493827")
    text = token(issuer, {**form, "tx_code": "493827"}, call("/token"), NOW)["access_token"]
    kept = repr(vars(issuer.store))
    assert text not in kept
    assert form["pre-authorized_code"] not in kept
    assert "493827" not in kept


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": GRANT_CODE, "code": "x"}, "invalid_grant"),
        ({"pre-authorized_code": "khac"}, "invalid_grant"),
        ({"pre-authorized_code": ""}, "invalid_request"),
        ({"pre-authorized_code": "x" * 5000}, "invalid_request"),
        ({"tx_code": ""}, "invalid_request"),
        ({"tx_code": "000000"}, "invalid_grant"),
    ],
)
def test_token_requests_that_are_not_granted(change, error, issuer) -> None:
    form = {**offered(issuer, "493827"), "tx_code": "493827", **change}
    assert refused(lambda: token(issuer, form, call("/token"), NOW)) == error


def test_a_number_is_guessed_five_times_and_then_the_offer_is_dead(issuer) -> None:
    form = offered(issuer, "493827")
    for _ in range(5):
        assert refused(lambda: token(issuer, {**form, "tx_code": "0"}, call("/token"), NOW)) == "invalid_grant"
    assert refused(lambda: token(issuer, {**form, "tx_code": "493827"}, call("/token"), NOW)) == "invalid_grant"
    patient = offered(issuer, "493827")
    for _ in range(4):
        assert refused(lambda: token(issuer, {**patient, "tx_code": "0"}, call("/token"), NOW)) == "invalid_grant"
    assert token(issuer, {**patient, "tx_code": "493827"}, call("/token"), NOW)


def test_a_number_nobody_asked_for(issuer) -> None:
    assert refused(lambda: token(issuer, {**offered(issuer), "tx_code": "1"}, call("/token"), NOW)) == "invalid_request"


@pytest.mark.parametrize("change", [{"code_verifier": "khac"}, {"redirect_uri": "https://khac"}, {"client_id": "khac"}])
def test_a_stolen_code_is_dead_after_the_first_try(change, issuer) -> None:
    form = authorised(issuer)
    assert refused(lambda: token(issuer, {**form, **change}, call("/token"), NOW)) == "invalid_grant"
    assert refused(lambda: token(issuer, form, call("/token"), NOW)) == "invalid_grant"


def test_a_code_of_one_kind_is_none_of_the_other(issuer) -> None:
    code = authorised(issuer)["code"]
    form = {"grant_type": GRANT_PRE_AUTHORISED, "pre-authorized_code": code}
    assert refused(lambda: token(issuer, form, call("/token"), NOW)) == "invalid_grant"
    pre = offered(issuer)["pre-authorized_code"]
    other = {**authorised(issuer), "code": pre}
    assert refused(lambda: token(issuer, other, call("/token"), NOW)) == "invalid_grant"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "khac"}, "invalid_client"),
        ({"redirect_uri": "https://ke-gian.example"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "tat-ca"}, "invalid_scope"),
        ({"scope": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "ngan"}, "invalid_request"),
        ({"authorization_details": "[]"}, "invalid_request"),
        ({"state": "s" * 5000}, "invalid_request"),
    ],
)
def test_pushed_requests_that_are_not_taken(change, error, issuer) -> None:
    assert refused(lambda: push(issuer, {**PUSHED, **change}, NOW)) == error


def test_a_pushed_request_is_opened_once_by_its_wallet_in_time(issuer) -> None:
    def query() -> dict[str, str]:
        return {"client_id": CLIENT, "request_uri": push(issuer, PUSHED, NOW)["request_uri"]}

    assert refused(lambda: opened(issuer, {**query(), "client_id": "khac"}, NOW)) == "invalid_request"
    assert refused(lambda: opened(issuer, query(), SOON)) == "invalid_request"
    once = query()
    request = opened(issuer, once, NOW)
    assert refused(lambda: opened(issuer, once, NOW)) == "invalid_request"
    assert declined(issuer, request).startswith(f"{BACK}?error=access_denied&iss=")


def test_an_offer_of_what_there_is_not(issuer) -> None:
    with pytest.raises(ValueError, match="not offered"):
        issuer.offer("hoa", frozenset({"khac"}), expires_at=SOON)


# --- keys of tokens ---------------------------------------------------------------------------------------------------

OWN = MemoryKey(private=new_key())


def dpop(path: str, text: str = "", key: MemoryKey = OWN, **change) -> str:
    said = {"htm": "POST", "htu": f"{BASE}{path}", "iat": int(NOW.timestamp()), "jti": encode(new_secret_bytes())}
    if text:
        said["ath"] = encode(hashlib.sha256(text.encode()).digest())
    header = {"typ": "dpop+jwt", "jwk": key.public_jwk, **change.pop("header", {})}
    return jose.sign(header, {**said, **change}, key)


def new_secret_bytes() -> bytes:
    import secrets

    return secrets.token_bytes(12)


@pytest.mark.parametrize(
    "change",
    [
        {"htm": "GET"},
        {"htu": "https://khac.example/token"},
        {"iat": int(NOW.timestamp()) - 400},
        {"iat": int(NOW.timestamp()) + 400},
        {"iat": "nay"},
        {"jti": None},
        {"ath": "x"},
        {"header": {"typ": "JWT"}},
        {"header": {"alg": "none"}},
        {"header": {"jwk": MemoryKey(private=new_key()).public_jwk}},
        {"header": {"jwk": {}}},
    ],
)
def test_proofs_of_a_key_that_are_none(change, issuer) -> None:
    form = offered(issuer)
    made = call("/token", DPoP=dpop("/token", **change))
    assert refused(lambda: token(issuer, form, made, NOW)) == "invalid_dpop_proof"
    assert token(issuer, form, call("/token", DPoP=dpop("/token")), NOW)["token_type"] == "DPoP"


def test_a_proof_of_a_key_counts_once(issuer) -> None:
    made = call("/token", DPoP=dpop("/token"))
    token(issuer, offered(issuer), made, NOW)
    assert refused(lambda: token(issuer, offered(issuer), made, NOW)) == "invalid_dpop_proof"


# --- the document -----------------------------------------------------------------------------------------------------


@pytest.fixture
def bearer(issuer) -> str:
    return token(issuer, offered(issuer), call("/token"), NOW)["access_token"]


def proof(issuer: CredentialIssuer, key: MemoryKey = OWN, header: dict | None = None, **change) -> str:
    said = {"aud": BASE, "iat": int(NOW.timestamp()), "nonce": nonce(issuer, NOW)["c_nonce"], **change}
    return jose.sign({"typ": "openid4vci-proof+jwt", "jwk": key.public_jwk, **(header or {})}, said, key)


def body(*proofs: str, **change) -> bytes:
    return json.dumps({"credential_configuration_id": SD_JWT, "proofs": {"jwt": list(proofs)}, **change}).encode()


def got(issuer: CredentialIssuer, data: bytes, text: str, at=NOW, **headers: str) -> dict:
    headers = {"Authorization": f"Bearer {text}", **headers}
    return credential(issuer, data, call("/credential", **headers), at)


def test_a_key_gets_its_document_and_a_batch_one_for_each(issuer, bearer) -> None:
    (one,) = got(issuer, body(proof(issuer)), bearer)["credentials"]
    assert one["credential"] == f"hoa {SD_JWT} {OWN.public_jwk['x']}"
    same = nonce(issuer, NOW)["c_nonce"]
    keys = [MemoryKey(private=new_key()) for _ in range(3)]
    batch = body(*(proof(issuer, key, nonce=same) for key in keys))
    assert [one["credential"][-43:] for one in got(issuer, batch, bearer)["credentials"]] == [
        key.public_jwk["x"] for key in keys
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ({}, {"aud": "https://khac.example"}),
        ({}, {"iat": int(NOW.timestamp()) - 400}),
        ({}, {"iat": int(NOW.timestamp()) + 400}),
        ({}, {"iss": "mot-vi-khac"}),
        ({"typ": "JWT"}, {}),
        ({"alg": "none"}, {}),
        ({"jwk": MemoryKey(private=new_key()).public_jwk}, {}),
        ({"jwk": None}, {}),
        ({"jwk": {"kty": "oct", "k": "AA"}}, {}),
        ({"kid": "1"}, {}),
        ({"x5c": []}, {}),
    ],
)
def test_proofs_of_a_holder_that_are_none(header, said, issuer, bearer) -> None:
    assert refused(lambda: got(issuer, body(proof(issuer, header=header, **said)), bearer)) == "invalid_proof"


def test_nonces_count_once_and_not_for_long(issuer, bearer) -> None:
    used = proof(issuer)
    got(issuer, body(used), bearer)
    assert refused(lambda: got(issuer, body(used), bearer)) == "invalid_nonce"
    old = Nonces(secret=bytes(32), replays=issuer.replays).new(NOW - NONCE_LIFE - timedelta(seconds=1))
    foreign = Nonces(secret=bytes([1]) * 32, replays=issuer.replays).new(NOW)
    early = Nonces(secret=bytes(32), replays=issuer.replays).new(NOW + timedelta(hours=1))
    for one in (old, foreign, early, "", "AAAA", "é", None, 5):
        assert refused(lambda one=one: got(issuer, body(proof(issuer, nonce=one)), bearer)) == "invalid_nonce"
    mixed = body(proof(issuer), proof(issuer, MemoryKey(private=new_key())))
    assert refused(lambda: got(issuer, mixed, bearer)) == "invalid_nonce"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "invalid_credential_request"),
        (b"[]", "invalid_credential_request"),
        (b'{"a":1,"a":2}', "invalid_credential_request"),
        (b"{}", "invalid_credential_request"),
        (body(credential_configuration_id="khac"), "unknown_credential_configuration"),
        (body(credential_configuration_id=5), "invalid_credential_request"),
        (body(proofs=None), "invalid_proof"),
        (body(proofs={"jwt": []}), "invalid_proof"),
        (body(proofs={"jwt": ["x"] * 11}), "invalid_proof"),
        (body(proofs={"jwt": ["x"], "attestation": ["x"]}), "invalid_proof"),
        (body("khong.phai.token"), "invalid_proof"),
        (body("x", credential_response_encryption={}), "invalid_encryption_parameters"),
    ],
)
def test_credential_requests_that_are_none(data, error, issuer, bearer) -> None:
    assert refused(lambda: got(issuer, data, bearer)) == error


def test_one_key_does_not_get_two_documents(issuer, bearer) -> None:
    same = nonce(issuer, NOW)["c_nonce"]
    twice = body(proof(issuer, nonce=same), proof(issuer, nonce=same))
    assert refused(lambda: got(issuer, twice, bearer)) == "invalid_proof"


def test_tokens_of_nobody_and_of_somebody_else(issuer, bearer) -> None:
    data = body(proof(issuer))
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer khac"}, {"Authorization": f"DPoP {bearer}"}):
        assert refused(lambda headers=headers: got(issuer, data, bearer, **headers)) == "invalid_token"
    assert refused(lambda: got(issuer, data, bearer, at=NOW + timedelta(minutes=11))) == "invalid_token"
    bound = token(issuer, offered(issuer), call("/token", DPoP=dpop("/token")), NOW)["access_token"]
    thief = MemoryKey(private=new_key())
    for headers in (
        {"Authorization": f"Bearer {bound}"},
        {"Authorization": f"DPoP {bound}"},
        {"Authorization": f"DPoP {bound}", "DPoP": dpop("/credential", bound, thief)},
    ):
        assert refused(lambda headers=headers: got(issuer, data, bound, **headers)) == "invalid_token"
    owner = {"Authorization": f"DPoP {bound}", "DPoP": dpop("/credential", bound)}
    assert got(issuer, data, bound, **owner)["credentials"]


def test_a_document_that_was_not_granted(issuer) -> None:
    code = code_of(issuer.offer("hoa", frozenset({SD_JWT}), expires_at=SOON))
    form = {"grant_type": GRANT_PRE_AUTHORISED, "pre-authorized_code": code}
    text = token(issuer, form, call("/token"), NOW)["access_token"]
    data = body(proof(issuer), credential_configuration_id="ly-lich-mdoc")
    assert refused(lambda: got(issuer, data, text)) == "unknown_credential_configuration"


def test_the_answer_to_a_bad_token_says_how_to_authenticate(issuer) -> None:
    with pytest.raises(ProtocolRefused) as caught:
        got(issuer, body(), "khac")
    assert caught.value.status == 401
    assert 'Bearer error="invalid_token"' in caught.value.headers["WWW-Authenticate"]


def test_the_metadata_lies_where_the_standard_looks_for_it(issuer) -> None:
    assert issuer.well_known("openid-credential-issuer") == "/.well-known/openid-credential-issuer/vi"
    said = issuer.metadata()["credential_configurations_supported"]
    assert said[SD_JWT]["vct"] == CONFIGURATIONS[SD_JWT].kind
    assert said["ly-lich-mdoc"]["credential_signing_alg_values_supported"] == [-7, -35]
    assert Configuration(id="x", form=Form.MDOC, kind="k", name="n").scope == "x"
    with pytest.raises(ValueError, match="secret"):
        Nonces(secret=b"short", replays=issuer.replays)
