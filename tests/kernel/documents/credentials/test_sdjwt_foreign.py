"""Implementations that are not ours, from npm and from PyPI: they believe ours, we believe theirs."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW, Authority, chain_header

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.sdjwt.issuing import issue
from dean06.kernel.documents.credentials.sdjwt.presenting import present
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, verify_issued, verify_presented

SCRIPT = Path(__file__).parent / "foreign" / "sdjwt.mjs"
KIND, AUDIENCE, NONCE = "urn:hu-cau:giay-to", "https://noi-kiem-tra.example", "mot-lan"
CLAIMS = {"ten": "Trần Thị Hoa", "noi": {"tinh": "Hà Tĩnh", "so": 12}, "nghe": ["hàn", "tiện"]}
HIDDEN = [("ten",), ("noi",), ("noi", "so"), ("nghe", 1)]
AT = int(NOW.timestamp())


@pytest.fixture(scope="module")
def foreign():
    """A question to the program from npm."""
    node = find_node("@sd-jwt/sd-jwt-vc")
    return lambda **question: ask(node, SCRIPT, question)


def pem(key: MemoryKey) -> str:
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def credential(signer, holder) -> str:
    return issue(
        CLAIMS, vct=KIND, key=signer, issued_at=NOW, holder_key=holder.public_jwk, hidden=HIDDEN, issuer="", decoys=2
    )


def test_what_we_issue_and_present_is_believed_by_a_program_from_npm(credential, holder, foreign) -> None:
    shown = present(credential, show=[("noi", "so")], holder=holder, audience=AUDIENCE, nonce=NONCE, presented_at=NOW)
    found = foreign(act="verify", text=shown, nonce=NONCE, now=AT, lists={})
    assert found["payload"]["noi"] == CLAIMS["noi"]
    assert found["payload"]["nghe"] == ["hàn"]
    assert "ten" not in found["payload"]
    assert found["kb"]["aud"] == AUDIENCE
    assert "refused" in foreign(act="verify", text=shown, nonce="khac", now=AT, lists={})
    stolen = shown.replace(".", ".A", 1)
    assert "refused" in foreign(act="verify", text=stolen, nonce=NONCE, now=AT, lists={})


def test_a_wallet_from_npm_presents_what_we_issued(credential, holder, foreign, roots, memory) -> None:
    frame = {"noi": {"so": True}, "nghe": {"1": True}}
    shown = foreign(act="present", text=credential, frame=frame, key=pem(holder), aud=AUDIENCE, nonce=NONCE, iat=AT)[
        "text"
    ]
    challenge = Challenge(audience=AUDIENCE, nonce=NONCE, replays=memory)
    found = verify_presented(shown, roots=roots, at=NOW, kinds=[KIND], challenge=challenge)
    assert found.claims["noi"] == CLAIMS["noi"]
    assert found.claims["nghe"] == CLAIMS["nghe"]
    assert "ten" not in found.claims


def test_what_an_issuer_from_npm_issues_we_believe(authority: Authority, holder, foreign, roots) -> None:
    theirs = authority.signer("Cơ quan khác")
    text = foreign(
        act="issue",
        payload={**CLAIMS, "vct": KIND, "iat": AT, "cnf": {"jwk": holder.public_jwk}},
        frame={"_sd": ["ten", "noi"], "nghe": {"_sd": [0]}, "noi": {"_sd": ["so"], "_sd_decoy": 2}},
        key=pem(theirs),
        header=chain_header(theirs),
    )["text"]
    found = verify_issued(text, roots=roots, at=NOW, kinds=[KIND])
    assert {name: found.claims[name] for name in CLAIMS} == CLAIMS


# --- the reference library in Python ----------------------------------------------------------------------------------


def jwk(key: MemoryKey) -> JWK:
    return JWK.from_pem(pem(key).encode())


def test_the_reference_library_believes_what_we_present(credential, signer, holder) -> None:
    shown = present(credential, show=[("ten",)], holder=holder, audience=AUDIENCE, nonce=NONCE, presented_at=NOW)
    public = JWK.from_json(json.dumps(signer.public_jwk))
    said = SDJWTVerifier(shown, lambda _issuer, _header: public, AUDIENCE, NONCE).get_verified_payload()
    assert said["ten"] == CLAIMS["ten"]
    assert "noi" not in said


def test_what_the_reference_library_issues_and_presents_we_believe(authority: Authority, holder, roots, memory) -> None:
    theirs = authority.signer("Cơ quan khác")
    claims = {SDObj("ten"): "Hoa", SDObj("tuoi"): 40, "nghe": ["hàn", SDObj("tiện")], "vct": KIND, "iat": AT}
    public = JWK.from_json(json.dumps(holder.public_jwk))
    header = {"typ": "dc+sd-jwt", **chain_header(theirs)}
    issued = SDJWTIssuer(claims, jwk(theirs), public, add_decoy_claims=True, extra_header_parameters=header)
    wallet = SDJWTHolder(issued.sd_jwt_issuance)
    wallet.create_presentation({"ten": True, "nghe": [False, True]}, NONCE, AUDIENCE, jwk(holder))
    theirs_at = wallet.key_binding_jwt_payload["iat"]
    challenge = Challenge(audience=AUDIENCE, nonce=NONCE, replays=memory)
    at = NOW.fromtimestamp(theirs_at, NOW.tzinfo)
    found = verify_presented(wallet.sd_jwt_presentation, roots=roots, at=at, kinds=[KIND], challenge=challenge)
    assert found.claims["ten"] == "Hoa"
    assert found.claims["nghe"] == ["hàn", "tiện"]
    assert "tuoi" not in found.claims
