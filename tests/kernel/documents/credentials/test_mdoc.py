"""Mobile documents: the standard's examples, what is shown and no more, and what must not be believed."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import NOW, Authority, new_key
from tests.kernel.documents.credentials.authority import other_signature as twin_of
from tests.kernel.documents.credentials.conftest import Memory

from dean06.kernel.documents.credentials.keys import MemoryKey, certified_key, thumbprint
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import dump, embed, load
from dean06.kernel.documents.credentials.mdoc.issuing import issue
from dean06.kernel.documents.credentials.mdoc.presenting import present
from dean06.kernel.documents.credentials.mdoc.transcript import Session
from dean06.kernel.documents.credentials.mdoc.verifying import (
    Trusted,
    shown_items,
    verify_issued,
    verify_response,
)
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference

VECTORS = Path(__file__).parent / "vectors"
TYPE, SPACE = "vn.gov.hu-cau.phieu-ly-lich.1", "vn.gov.hu-cau.phieu-ly-lich"
FACTS = {
    "ho_ten": "Trần Thị Hoa",
    "ngay_cap": date(2026, 3, 2),
    "an_tich": {"ma_tuy": False, "tre_em": False},
    "anh": b"\xff\xd8",
    "lan": [1, 2],
}
SESSION = Session(client_id="x509_san_dns:noi.example", nonce="mot-lan", response_uri="https://noi.example/nhan")
STATUS = StatusReference(uri="https://hu-cau.gov.example/trang-thai/1", index=9)


@pytest.fixture
def issued(signer, holder) -> bytes:
    return made(signer, holder)


def made(signer, holder, **more) -> bytes:
    how = {"signed_at": NOW, "valid_until": NOW + timedelta(days=30), "status": STATUS, **more}
    return issue({SPACE: FACTS}, doc_type=TYPE, key=signer, device_key=holder.public_jwk, **how)


def trusted(roots: Roots, **more) -> Trusted:
    return Trusted(**{"roots": roots, "at": NOW, "doc_types": frozenset({TYPE}), **more})


def shown(issued: bytes, holder, *names: str, **more) -> bytes:
    how = {"doc_type": TYPE, "device": holder, "session": SESSION, **more}
    return present(issued, show=[(SPACE, name) for name in names], **how)


def reason_of(act) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        act()
    assert caught.value.message_vi
    return caught.value.reason


# --- the standards' examples ------------------------------------------------------------------------------------------


def written(name: str):
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return load(bytes.fromhex("".join(line for line in lines if not line.startswith("#"))))


def example() -> dict:
    return written("iso18013_5_example.txt")["documents"][0]


@pytest.mark.parametrize("edition", ["example", "annex D.4.1.2"])
def test_the_example_of_the_standard_holds(edition) -> None:
    issuer_signed = example()["issuerSigned"]
    if edition != "example":
        issuer_signed = {**issuer_signed, "issuerAuth": written("iso18013_5_d412_issuer_auth.txt")}
    proof = cose.parse(issuer_signed["issuerAuth"])
    proof.check(certified_key(cose.chain_of(proof)[0]))
    items = shown_items(issuer_signed, load(load(proof.payload).value))["org.iso.18013.5.1"]
    assert items["family_name"] == "Doe"
    assert items["issue_date"] == date(2019, 10, 20)
    assert items["driving_privileges"][0]["vehicle_category_code"] == "A"


def test_the_example_is_not_believed_without_its_root(roots) -> None:
    whole = dump(example()["issuerSigned"])
    then = datetime(2021, 1, 1, tzinfo=UTC)
    wanted = Trusted(roots=roots, at=then, doc_types=frozenset({"org.iso.18013.5.1.mDL"}))
    assert reason_of(lambda: verify_issued(whole, wanted)) == Reason.ISSUER_UNKNOWN
    with pytest.raises(ValueError, match="no trusted roots"):
        Roots.load([])


def test_the_example_of_a_session() -> None:
    """OpenID4VP 1.0, B.2.6.1."""
    key = {
        "kty": "EC",
        "crv": "P-256",
        "x": "DxiH5Q4Yx3UrukE2lWCErq8N8bqC9CHLLrAwLz5BmE0",
        "y": "XtLM4-3h5o3HUH0MHVJV0kyq0iBlrBwlh8qEDMZ4-Pc",
        "use": "enc",
        "alg": "ECDH-ES",
        "kid": "1",
    }
    assert thumbprint(key).hex() == "4283ec927ae0f208daaa2d026a814f2b22dca52cf85ffa8f3f8626c6bd669047"
    session = Session(
        client_id="x509_san_dns:example.com",
        nonce="exc7gBkxjx1rdc9udRrveKvSsJIq80avlXeLHhGwqtA",
        response_uri="https://example.com/response",
        encryption_key=key,
    )
    assert dump(session.transcript).hex() == (
        "83f6f682714f70656e494434565048616e646f7665725820"
        "048bc053c00442af9b8eed494cefdd9d95240d254b046b11b68013722aad38ac"
    )


# --- ours -------------------------------------------------------------------------------------------------------------


def test_everything_issued_is_there(issued, roots, holder) -> None:
    found = verify_issued(issued, trusted(roots))
    assert found.claims == {SPACE: FACTS}
    assert found.holder_key == holder.public_jwk
    assert found.status == STATUS
    assert found.expires_at == NOW + timedelta(days=30)
    assert not found.is_held


def test_an_employer_sees_one_item_and_nothing_else(issued, holder, roots, memory) -> None:
    answer = shown(issued, holder, "an_tich")
    wanted = trusted(roots, required=frozenset({(SPACE, "an_tich")}))
    (found,) = verify_response(answer, wanted, session=SESSION, replays=memory)
    assert found.claims == {SPACE: {"an_tich": FACTS["an_tich"]}}
    assert found.is_held
    assert b"Hoa" not in answer


def test_two_documents_of_one_person_share_no_digest(issued, signer, holder) -> None:
    first, second = (
        load(load(cose.parse(load(one)["issuerAuth"]).payload).value) for one in (issued, made(signer, holder))
    )
    digests = [set(one["valueDigests"][SPACE].values()) for one in (first, second)]
    assert not digests[0] & digests[1]


def test_documents_that_cannot_be_issued(signer, holder) -> None:
    with pytest.raises(ValueError, match="ends after"):
        made(signer, holder, valid_until=NOW)
    with pytest.raises(ValueError, match="certificate"):
        made(MemoryKey(private=new_key()), holder)


# --- what must not be believed ----------------------------------------------------------------------------------------


def changed(issued: bytes, change) -> bytes:
    document = load(issued)
    change(document)
    return dump(document)


def resigned(issued: bytes, signer, change) -> bytes:
    """What a dishonest issuer signs."""
    document = load(issued)
    signed = load(load(document["issuerAuth"][2]).value)
    change(signed)
    dated = {
        name: cbor2.CBORTag(0, value.strftime("%Y-%m-%dT%H:%M:%SZ")) if isinstance(value, datetime) else value
        for name, value in signed.get("validityInfo", {}).items()
    }
    content = dump(embed({**signed, "validityInfo": dated}))
    return dump({**document, "issuerAuth": cose.sign(content, signer, unprotected=cose.certified(signer))})


def other_value(document) -> None:
    item = load(document["nameSpaces"][SPACE][0].value)
    document["nameSpaces"][SPACE][0] = embed({**item, "elementValue": "Ai đó"})


def unsigned_item(document) -> None:
    extra = {"digestID": 99, "random": bytes(32), "elementIdentifier": "chuc_vu", "elementValue": "giám đốc"}
    document["nameSpaces"][SPACE].append(embed(extra))


def other_space(document) -> None:
    document["nameSpaces"]["khac"] = document["nameSpaces"].pop(SPACE)


def twice(document) -> None:
    document["nameSpaces"][SPACE].append(document["nameSpaces"][SPACE][0])


def no_chain(document) -> None:
    document["issuerAuth"][1].pop(33)


def other_algorithm(document) -> None:
    document["issuerAuth"][0] = dump({1: -36})


def other_signature(document) -> None:
    document["issuerAuth"][3] = bytes(64)


def no_items_at_all(document) -> None:
    document["nameSpaces"] = [1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (other_value, Reason.DIGEST_MISMATCH),
        (unsigned_item, Reason.DISCLOSURE_UNKNOWN),
        (other_space, Reason.DISCLOSURE_UNKNOWN),
        (twice, Reason.DISCLOSURE_REPEATED),
        (no_chain, Reason.ISSUER_UNKNOWN),
        (other_algorithm, Reason.ALGORITHM_REFUSED),
        (other_signature, Reason.SIGNATURE_INVALID),
        (no_items_at_all, Reason.MALFORMED),
        (lambda document: document.pop("issuerAuth"), Reason.MALFORMED),
    ],
)
def test_a_changed_document(change, reason, issued, roots) -> None:
    assert reason_of(lambda: verify_issued(changed(issued, change), trusted(roots))) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda signed: signed.update(version="2.0"), Reason.WRONG_TYPE),
        (lambda signed: signed.update(docType="khac"), Reason.WRONG_DOCUMENT),
        (lambda signed: signed.update(digestAlgorithm="MD5"), Reason.ALGORITHM_REFUSED),
        (lambda signed: signed.update(status={"khac": 1}), Reason.STATUS_UNKNOWN),
        (lambda signed: signed.pop("validityInfo"), Reason.MALFORMED),
        (lambda signed: signed["validityInfo"].update(validUntil=NOW - timedelta(minutes=2)), Reason.EXPIRED),
        (lambda signed: signed["validityInfo"].update(validFrom=NOW + timedelta(minutes=2)), Reason.NOT_YET_VALID),
        (lambda signed: signed["validityInfo"].update(signed=NOW - timedelta(days=99)), Reason.ISSUER_EXPIRED),
        (lambda signed: signed["validityInfo"].update(validFrom="nay"), Reason.MALFORMED),
        (lambda signed: signed["deviceKeyInfo"]["deviceKey"].update({-2: bytes(32)}), Reason.MALFORMED),
        (lambda signed: signed["deviceKeyInfo"]["deviceKey"].update({1: 3}), Reason.ALGORITHM_REFUSED),
    ],
)
def test_what_no_honest_issuer_signs(change, reason, issued, signer, roots) -> None:
    text = resigned(issued, signer, change)
    assert reason_of(lambda: verify_issued(text, trusted(roots))) == reason


def test_strangers_and_missing_items(issued, roots) -> None:
    assert reason_of(lambda: verify_issued(issued, trusted(Authority().roots()))) == Reason.ISSUER_UNKNOWN
    wanted = trusted(roots, required=frozenset({(SPACE, "chuc_vu")}))
    assert reason_of(lambda: verify_issued(issued, wanted)) == Reason.CLAIM_MISSING
    late = trusted(roots, at=NOW + timedelta(days=31))
    assert reason_of(lambda: verify_issued(issued, late)) == Reason.EXPIRED


@pytest.fixture
def answer_reason(roots, memory):
    """Why an answer is refused."""

    def reason(answer: bytes, session: Session = SESSION) -> Reason:
        return reason_of(lambda: verify_response(answer, trusted(roots), session=session, replays=memory))

    return reason


def test_answers_of_another_session_or_device(issued, holder, answer_reason, roots, memory) -> None:
    answer = shown(issued, holder, "lan")
    for other in (
        Session(client_id=SESSION.client_id, nonce="lan-khac", response_uri=SESSION.response_uri),
        Session(client_id="x509_san_dns:ke.gian", nonce=SESSION.nonce, response_uri=SESSION.response_uri),
        Session(client_id=SESSION.client_id, nonce=SESSION.nonce, response_uri="https://ke.gian/nhan"),
    ):
        assert answer_reason(answer, other) == Reason.HOLDER_PROOF_INVALID
    assert answer_reason(shown(issued, MemoryKey(private=new_key()), "lan")) == Reason.HOLDER_PROOF_INVALID
    assert verify_response(answer, trusted(roots), session=SESSION, replays=memory)
    assert answer_reason(answer) == Reason.REPLAYED


def decorated(answer) -> None:
    answer["ghi_chu"] = "không ai ký"


def signed_again(answer) -> None:
    proof = answer["documents"][0]["deviceSigned"]["deviceAuth"]["deviceSignature"]
    proof[3] = twin_of(proof[3])


def with_less_shown(answer) -> None:
    answer["documents"][0]["issuerSigned"]["nameSpaces"][SPACE].pop()


@pytest.mark.parametrize("change", [signed_again, with_less_shown])
def test_an_answer_written_anew_is_the_same_answer(change, *, issued, holder, answer_reason, roots, memory) -> None:
    answer = shown(issued, holder, "lan", "ho_ten")
    assert verify_response(changed(answer, change), trusted(roots), session=SESSION, replays=memory)
    assert answer_reason(answer) == Reason.REPLAYED


def test_what_nobody_signed_and_nobody_knows_is_refused(issued, holder, answer_reason) -> None:
    assert answer_reason(changed(shown(issued, holder, "lan"), decorated)) == Reason.MALFORMED


def test_a_certificate_of_no_known_version_is_no_certificate(issued, holder, answer_reason) -> None:
    answer = shown(issued, holder, "lan")
    version = bytes.fromhex("a003020102")
    assert answer.count(version) == 1
    assert answer_reason(answer.replace(version, bytes.fromhex("a003020103"))) == Reason.MALFORMED


def test_a_document_does_not_come_twice_in_one_answer(issued, holder, answer_reason) -> None:
    twice_shown = changed(
        shown(issued, holder, "lan"), lambda answer: answer["documents"].append(answer["documents"][0])
    )
    assert answer_reason(twice_shown) == Reason.DISCLOSURE_REPEATED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda answer: answer.update(status=10), Reason.MALFORMED),
        (lambda answer: answer.update(version="9"), Reason.MALFORMED),
        (lambda answer: answer.update(documents=[]), Reason.MALFORMED),
        (lambda answer: answer["documents"][0].pop("deviceSigned"), Reason.HOLDER_PROOF_MISSING),
        (lambda answer: answer["documents"][0].update(docType="khac"), Reason.WRONG_DOCUMENT),
        (
            lambda answer: answer["documents"][0]["deviceSigned"].update(nameSpaces=embed({SPACE: {"a": 1}})),
            Reason.NAME_RESERVED,
        ),
        (
            lambda answer: answer["documents"][0]["deviceSigned"].update(deviceAuth={"deviceMac": []}),
            Reason.HOLDER_PROOF_MISSING,
        ),
    ],
)
def test_answers_no_honest_device_gives(change, reason, *, issued, holder, answer_reason) -> None:
    assert answer_reason(changed(shown(issued, holder, "lan"), change)) == reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xa0\x00",  # something behind the value
        bytes.fromhex("a2616101616102"),  # a name twice
        bytes.fromhex("9f01ff"),  # no length given
        bytes.fromhex("81") * 40 + b"\x01",  # deep
        bytes.fromhex("c249") + b"\xff" * 9,  # a number as long as one likes
        bytes.fromhex("d823616128"),  # a pattern
        bytes.fromhex("d81cd81d00"),  # a value that holds itself
        bytes.fromhex("9b00ffffffffffffff"),  # an array longer than all memory
        bytes.fromhex("c06161"),  # a day that is none
    ],
)
def test_cbor_nobody_needs(data) -> None:
    assert reason_of(lambda: load(data)) == Reason.MALFORMED


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bent_answer_is_refused(data, issued, holder, roots) -> None:
    answer = shown(issued, holder, "ho_ten", "an_tich")
    place = data.draw(st.integers(0, len(answer) - 1))
    bent = answer[:place] + data.draw(st.binary(max_size=2)) + answer[place + data.draw(st.integers(0, 2)) :]
    if says_the_same(bent, answer):
        return
    # A memory of its own: what passed once must not be refused as a repetition when it is tried again.
    with pytest.raises(CredentialRefused):
        verify_response(bent, trusted(roots), session=SESSION, replays=Memory())


def says_the_same(bent: bytes, answer: bytes) -> bool:
    """Whether only the writing differs, as a number in more bytes than it needs."""
    try:
        return load(bent) == load(answer)
    except CredentialRefused:
        return False


def test_a_label_bent_so_that_nothing_is_shown_is_refused(issued, holder, roots, memory) -> None:
    answer = load(shown(issued, holder, "ho_ten"))
    (document,) = answer["documents"]
    document["issuerSigned"]["VvmeSpaces"] = document["issuerSigned"].pop("nameSpaces")
    act = partial(verify_response, dump(answer), trusted(roots), session=SESSION, replays=memory)
    assert reason_of(act) == Reason.MALFORMED
    del document["issuerSigned"]["VvmeSpaces"]
    act = partial(verify_response, dump(answer), trusted(roots), session=SESSION, replays=memory)
    assert reason_of(act) == Reason.CLAIM_MISSING
