"""Implementations of ISO 18013-5 that are not ours, from npm and from PyPI: they believe ours, we believe theirs."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jwcrypto.jwk import JWK
from pymdoccbor.mdoc.verifier import MdocCbor
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW, Authority
from tests.kernel.documents.credentials.test_mdoc import SESSION, SPACE, STATUS, TYPE, shown, trusted
from tests.kernel.documents.credentials.test_sdjwt_foreign import pem

from dean06.kernel.documents.credentials.encoding import decode, encode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.mdoc.issuing import issue
from dean06.kernel.documents.credentials.mdoc.verifying import verify_issued, verify_response

SCRIPT = Path(__file__).parent / "foreign" / "mdoc.mjs"
FACTS = {"ho_ten": "Trần Thị Hoa", "an_tich": {"ma_tuy": False}, "lan": [1, 2]}
THEIR_SESSION = {"clientId": SESSION.client_id, "nonce": SESSION.nonce, "responseUri": SESSION.response_uri}
WHEN = NOW.isoformat().replace("+00:00", "Z")
UNTIL = (NOW + timedelta(days=30)).isoformat().replace("+00:00", "Z")


@pytest.fixture(scope="module")
def foreign():
    """A question to the program from npm."""
    node = find_node("@owf/mdoc")
    return lambda **question: ask(node, SCRIPT, question)


@pytest.fixture
def issued(signer, holder) -> bytes:
    until = NOW + timedelta(days=30)
    how = {"doc_type": TYPE, "device_key": holder.public_jwk, "signed_at": NOW, "valid_until": until, "status": STATUS}
    return issue({SPACE: FACTS}, key=signer, **how)


def private_jwk(key: MemoryKey) -> dict:
    return {**json.loads(JWK.from_pem(pem(key).encode()).export_private()), "alg": key.algorithm}


def test_what_we_issue_and_present_is_believed_by_a_program_from_npm(issued, holder, authority, foreign) -> None:
    roots = [encode(authority.der)]
    assert foreign(act="hold", text=encode(issued), roots=roots, now=WHEN) == {}
    assert "refused" in foreign(act="hold", text=encode(issued), roots=[encode(Authority().der)], now=WHEN)
    answer = encode(shown(issued, holder, "ho_ten", "an_tich"))
    question = {"act": "verify", "text": answer, "roots": roots, "now": WHEN, "namespace": SPACE}
    found = foreign(**question, session=THEIR_SESSION)
    assert found["claims"] == {"ho_ten": FACTS["ho_ten"], "an_tich": FACTS["an_tich"]}
    assert "refused" in foreign(**question, session={**THEIR_SESSION, "nonce": "khac"})


def test_a_wallet_from_npm_presents_what_we_issued(issued, holder, roots, memory, foreign) -> None:
    answer = foreign(
        act="present",
        text=encode(issued),
        docType=TYPE,
        namespaces={SPACE: {"an_tich": False}},
        key=private_jwk(holder),
        session=THEIR_SESSION,
    )["text"]
    (found,) = verify_response(decode(answer), trusted(roots), session=SESSION, replays=memory)
    assert found.claims == {SPACE: {"an_tich": FACTS["an_tich"]}}


def test_what_an_issuer_from_npm_issues_we_believe(authority, holder, roots, foreign) -> None:
    theirs = authority.signer("Cơ quan khác")
    text = foreign(
        act="issue",
        docType=TYPE,
        namespace=SPACE,
        values=FACTS,
        key=private_jwk(theirs),
        deviceKey=holder.public_jwk,
        chain=[encode(der) for der in theirs.chain],
        signed=WHEN,
        until=UNTIL,
    )["text"]
    found = verify_issued(decode(text), trusted(roots))
    assert found.claims == {SPACE: FACTS}
    assert found.holder_key == holder.public_jwk


def test_pymdoccbor_believes_ours_with_the_root_and_not_without(holder) -> None:
    """It takes its own clock for the certificates, so these are of today."""
    today = datetime.now(UTC)
    shift = (today - NOW).days
    authority = Authority()
    signer = authority.signer(days=(shift - 2, shift + 30))
    how = {"doc_type": TYPE, "device_key": holder.public_jwk, "signed_at": today}
    text = issue({SPACE: FACTS}, key=signer, valid_until=today + timedelta(days=20), **how)
    reader = MdocCbor()
    reader.loads(shown(text, holder, "ho_ten"))
    assert reader.verify(trusted_root_certs=[authority.certificate])
    assert reader.documents[0].hash_verification["valid"]
    other = MdocCbor()
    other.loads(shown(text, holder, "ho_ten"))
    assert not other.verify(trusted_root_certs=[Authority().certificate])
