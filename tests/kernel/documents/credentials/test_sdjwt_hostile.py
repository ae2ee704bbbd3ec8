"""Credentials and presentations made to be believed wrongly: each refused with its reason and a sentence for people."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import (
    ISSUER,
    NOW,
    Authority,
    chain_header,
    new_key,
    other_signature,
    serial_of,
)

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import decode, dump, encode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.sdjwt import disclosures
from dean06.kernel.documents.credentials.sdjwt.issuing import issue
from dean06.kernel.documents.credentials.sdjwt.presenting import PROOF_TYPE, present, split
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, verify_issued, verify_presented
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason

KIND, AUDIENCE, NONCE = "urn:hu-cau:giay-to", "https://noi-kiem-tra.example", "mot-lan"
CLAIMS = {"ten": "Hoa", "tuoi": 40, "nghe": ["hàn", "tiện"]}
HIDDEN = [("ten",), ("tuoi",), ("nghe", None)]


@pytest.fixture
def credential(signer, holder) -> str:
    return issue(
        CLAIMS,
        vct=KIND,
        key=signer,
        issued_at=NOW,
        expires_at=NOW + timedelta(days=30),
        holder_key=holder.public_jwk,
        hidden=HIDDEN,
    )


def signed(signer, payload: dict, *shown: str, header: dict | None = None) -> str:
    """Whatever a dishonest or careless issuer signs."""
    base = {"vct": KIND, "iat": int(NOW.timestamp())}
    token = jose.sign(header or {"typ": "dc+sd-jwt", **chain_header(signer)}, {**base, **payload}, signer)
    return "~".join([token, *shown, ""])


def reason_of(act) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        act()
    assert caught.value.message_vi
    assert "{" not in caught.value.message_vi
    return caught.value.reason


def issued_reason(text: str, roots, *, at=NOW, kinds=(KIND,), required=()) -> Reason:
    return reason_of(lambda: verify_issued(text, roots=roots, at=at, kinds=kinds, required=required))


ONE, TWO = disclosures.make("Hoa", "ten"), disclosures.make("Lan", "ten")
ELEMENT, RESERVED = disclosures.make("x"), encode(dump(["salt", "_sd", []]))
BOUND = disclosures.make({"jwk": {}}, "cnf")
D1, D2, DE = (disclosures.digest(one.encoded) for one in (ONE, TWO, ELEMENT))


@pytest.mark.parametrize(
    ("payload", "shown", "reason"),
    [
        ({"_sd": [D1]}, [ONE.encoded, TWO.encoded], Reason.DISCLOSURE_UNKNOWN),
        ({}, [ONE.encoded], Reason.DISCLOSURE_UNKNOWN),
        ({"_sd": [D1]}, [ONE.encoded, ONE.encoded], Reason.DISCLOSURE_REPEATED),
        ({"_sd": [D1, D1]}, [ONE.encoded], Reason.DIGEST_REPEATED),
        ({"_sd": [D1], "trong": {"_sd": [D1]}}, [], Reason.DIGEST_REPEATED),
        ({"_sd": [DE], "nghe": [{"...": DE}]}, [], Reason.DIGEST_REPEATED),
        ({"_sd": [D1, D2]}, [ONE.encoded, TWO.encoded], Reason.NAME_TAKEN),
        ({"_sd": [D1], "ten": "Mai"}, [ONE.encoded], Reason.NAME_TAKEN),
        ({"_sd": [disclosures.digest(RESERVED)]}, [RESERVED], Reason.NAME_RESERVED),
        ({"_sd": [disclosures.digest(BOUND.encoded)]}, [BOUND.encoded], Reason.NAME_RESERVED),
        ({"trong": {"_sd_alg": "sha-256"}}, [], Reason.NAME_RESERVED),
        ({"...": D1}, [], Reason.NAME_RESERVED),
        ({"_sd": [DE]}, [ELEMENT.encoded], Reason.MALFORMED),
        ({"nghe": [{"...": D1}]}, [ONE.encoded], Reason.MALFORMED),
        ({"nghe": [{"...": DE, "thêm": 1}]}, [ELEMENT.encoded], Reason.MALFORMED),
        ({"_sd": D1}, [], Reason.MALFORMED),
        ({"_sd": [1]}, [], Reason.MALFORMED),
        ({"_sd": [], "_sd_alg": "md5"}, [], Reason.ALGORITHM_REFUSED),
        ({"_sd": [], "_sd_alg": ["sha-256"]}, [], Reason.ALGORITHM_REFUSED),
        ({"_sd": [D1]}, ["không"], Reason.MALFORMED),
        ({"_sd": [D1]}, [encode(b"[1]")], Reason.MALFORMED),
        ({"_sd": [D1]}, [encode(b'["salt", 3, 4]')], Reason.MALFORMED),
        ({"_sd": [D1]}, [encode(b'{"a": 1, "a": 2}')], Reason.MALFORMED),
        ({"iat": "hôm qua"}, [], Reason.MALFORMED),
        ({"iat": True}, [], Reason.MALFORMED),
        ({"exp": 1e300}, [], Reason.MALFORMED),
        ({"exp": int(NOW.timestamp()) - 61}, [], Reason.EXPIRED),
        ({"nbf": int(NOW.timestamp()) + 61}, [], Reason.NOT_YET_VALID),
        ({"iat": int(NOW.timestamp()) + 3600}, [], Reason.NOT_YET_VALID),
        ({"vct": "urn:khac"}, [], Reason.WRONG_DOCUMENT),
        ({"vct": None}, [], Reason.WRONG_DOCUMENT),
        ({"iss": "https://ke-mao-danh.example"}, [], Reason.ISSUER_MISMATCH),
        ({"cnf": {"kid": "1"}}, [], Reason.HOLDER_KEY_MISSING),
        ({"status": {"another": {}}}, [], Reason.STATUS_UNKNOWN),
        ({"status": {"status_list": {"idx": -1, "uri": "https://x"}}}, [], Reason.STATUS_UNKNOWN),
    ],
)
def test_what_no_honest_issuer_signs(payload, shown, reason, signer, roots) -> None:
    assert issued_reason(signed(signer, payload, *shown), roots) == reason


def test_many_disclosures_and_deep_ones_are_not_followed(signer, roots) -> None:
    made = [disclosures.make(number, f"n{number}") for number in range(501)]
    digests = [disclosures.digest(one.encoded) for one in made]
    many = signed(signer, {"_sd": digests}, *(one.encoded for one in made))
    assert issued_reason(many, roots) == Reason.OVERSIZED
    deep: object = 1
    for _ in range(200):
        deep = {"a": deep}
    assert issued_reason(signed(signer, {"a": deep}), roots) == Reason.OVERSIZED
    assert issued_reason("a" * 300_000 + "~", roots) == Reason.OVERSIZED


def test_a_recursion_of_disclosures_ends(signer, roots) -> None:
    inner = disclosures.make("x", "a")
    shown = [inner]
    for _ in range(100):
        inner = disclosures.make({"_sd": [disclosures.digest(inner.encoded)]}, "a")
        shown.append(inner)
    text = signed(signer, {"_sd": [disclosures.digest(inner.encoded)]}, *(one.encoded for one in shown))
    assert issued_reason(text, roots) == Reason.OVERSIZED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"typ": "vc+sd-jwt"}, Reason.WRONG_TYPE),
        ({"typ": "JWT"}, Reason.WRONG_TYPE),
        ({"alg": "none"}, Reason.ALGORITHM_REFUSED),
        ({"alg": "HS256"}, Reason.ALGORITHM_REFUSED),
        ({"alg": "ES384"}, Reason.ALGORITHM_REFUSED),
        ({"crit": ["b64"], "b64": False}, Reason.MALFORMED),
        ({"x5c": None}, Reason.ISSUER_UNKNOWN),
        ({"x5c": []}, Reason.ISSUER_UNKNOWN),
        ({"x5c": ["%%"]}, Reason.MALFORMED),
        ({"x5c": ["AAAA"]}, Reason.MALFORMED),
    ],
)
def test_headers_nobody_should_believe(change, reason, signer, roots) -> None:
    header = {"typ": "dc+sd-jwt", **chain_header(signer), **change}
    assert issued_reason(signed(signer, {}, header=header), roots) == reason


def test_one_changed_letter_anywhere_is_noticed(credential, roots) -> None:
    token, rest = credential.split("~", 1)
    head, body, signature = token.split(".")
    payload = split(credential).payload
    forged = encode(dump({**payload, "vai_tro": "giám đốc"}))
    assert issued_reason(f"{head}.{forged}.{signature}~{rest}", roots) == Reason.SIGNATURE_INVALID
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    assert issued_reason(f"{head}.{body}.{other}~{rest}", roots) == Reason.SIGNATURE_INVALID
    assert issued_reason(f"{head}.{body}.AAAA~{rest}", roots) == Reason.SIGNATURE_INVALID
    assert issued_reason(f"{head}.{body}~{rest}", roots) == Reason.MALFORMED
    assert issued_reason(token, roots) == Reason.MALFORMED


def test_missing_disclosures_are_missing_claims(credential, roots) -> None:
    token = credential.split("~", 1)[0]
    assert verify_issued(f"{token}~", roots=roots, at=NOW, kinds=[KIND]).claims["nghe"] == []
    assert issued_reason(f"{token}~", roots, required=[("ten",)]) == Reason.CLAIM_MISSING
    assert issued_reason(f"{token}~", roots, required=[("nghe", None)]) == Reason.CLAIM_MISSING


def test_issuers_nobody_vouches_for(credential, authority: Authority, roots, signer) -> None:
    strangers = Authority()  # of the same name
    assert issued_reason(credential, strangers.roots()) == Reason.ISSUER_UNKNOWN
    assert issued_reason(signed(strangers.signer(), {}), roots) == Reason.ISSUER_UNKNOWN
    selfmade = MemoryKey(private=strangers.private, chain=(strangers.der,))
    assert issued_reason(signed(selfmade, {}), roots) == Reason.ISSUER_UNKNOWN
    not_for_signing = authority.signer(usage=False)
    assert issued_reason(signed(not_for_signing, {}), roots) == Reason.ISSUER_UNKNOWN
    below_a_unit = MemoryKey(private=new_key(), chain=())
    unit = Authority(private=signer.private)
    chained = unit.certify(below_a_unit.private.public_key(), "Không ai cho phép")
    from cryptography.hazmat.primitives.serialization import Encoding

    forged = MemoryKey(private=below_a_unit.private, chain=(chained.public_bytes(Encoding.DER), signer.chain[0]))
    assert issued_reason(signed(forged, {}), roots) == Reason.ISSUER_UNKNOWN


def test_certificates_out_of_time(authority: Authority, roots) -> None:
    expired = authority.signer(days=(-20, -1))
    assert issued_reason(signed(expired, {}), roots) == Reason.ISSUER_EXPIRED
    early = authority.signer(days=(2, 20))
    assert issued_reason(signed(early, {}), roots) == Reason.ISSUER_EXPIRED
    short = authority.signer(days=(-1, 1))
    text = signed(short, {})
    assert verify_issued(text, roots=roots, at=NOW, kinds=[KIND])
    assert issued_reason(text, roots, at=NOW + timedelta(days=2)) == Reason.ISSUER_EXPIRED, "remembered too long"


def test_revoked_signers_and_lists_out_of_force(authority: Authority, signer) -> None:
    text = signed(signer, {})
    assert verify_issued(text, roots=authority.roots(authority.revocations(4711)), at=NOW, kinds=[KIND])
    assert issued_reason(text, authority.roots(authority.revocations(serial_of(signer)))) == Reason.ISSUER_REVOKED
    assert issued_reason(text, authority.roots(authority.revocations(days=(-9, -1)))) == Reason.STATUS_STALE
    forged = Authority().revocations(4711)
    assert issued_reason(text, authority.roots(authority.revocations(4711), forged)) == Reason.ISSUER_REVOKED


# --- presentations ----------------------------------------------------------------------------------------------------


def shown_by(holder, credential: str, **more) -> str:
    how = {"show": [("ten",)], "audience": AUDIENCE, "nonce": NONCE, "presented_at": NOW, **more}
    return present(credential, holder=holder, **how)


@pytest.fixture
def judge(roots, memory):
    """How a verifier that asked judges a presentation."""

    def verify(text: str):
        challenge = Challenge(audience=AUDIENCE, nonce=NONCE, replays=memory)
        return verify_presented(text, roots=roots, at=NOW, kinds=[KIND], challenge=challenge)

    return verify


@pytest.fixture
def presented_reason(judge):
    """Why it refuses one."""
    return lambda text: reason_of(lambda: judge(text))


def test_a_presentation_counts_once(credential, holder, judge, presented_reason) -> None:
    text = shown_by(holder, credential)
    assert judge(text).is_held
    assert presented_reason(text) == Reason.REPLAYED


def test_a_presentation_counts_once_whatever_its_signature_looks_like(credential, holder, judge, presented_reason):
    text = shown_by(holder, credential)
    signed, _, signature = text.rpartition(".")
    twin = f"{signed}.{encode(other_signature(decode(signature)))}"
    assert judge(twin).is_held
    assert presented_reason(text) == Reason.REPLAYED


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"audience": "https://noi-khac.example"}, Reason.WRONG_AUDIENCE),
        ({"nonce": "lan-truoc"}, Reason.WRONG_NONCE),
        ({"presented_at": NOW - timedelta(minutes=6)}, Reason.PROOF_TOO_OLD),
        ({"presented_at": NOW + timedelta(minutes=2)}, Reason.PROOF_TOO_OLD),
    ],
)
def test_a_presentation_for_another_place_or_time(how, reason, credential, holder, presented_reason) -> None:
    assert presented_reason(shown_by(holder, credential, **how)) == reason


def test_a_presentation_by_somebody_else_or_of_something_else(
    credential, holder, signer, roots, presented_reason
) -> None:
    thief = MemoryKey(private=new_key())
    assert presented_reason(shown_by(thief, credential)) == Reason.HOLDER_PROOF_INVALID
    assert presented_reason(credential) == Reason.HOLDER_PROOF_MISSING
    unbound = issue(CLAIMS, vct=KIND, key=signer, issued_at=NOW, hidden=HIDDEN)
    assert presented_reason(shown_by(holder, unbound)) == Reason.HOLDER_KEY_MISSING
    honest = split(shown_by(holder, credential))
    more = next(one for one in split(credential).disclosures if one not in honest.disclosures)
    added = "~".join([honest.token, *honest.disclosures, more, honest.proof])
    assert presented_reason(added) == Reason.CONTENT_CHANGED
    left_out = "~".join([honest.token, honest.proof])
    assert presented_reason(left_out) == Reason.CONTENT_CHANGED
    assert issued_reason(shown_by(holder, credential), roots) == Reason.WRONG_TYPE


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (({"typ": "JWT"}, {}), Reason.WRONG_TYPE),
        (({"alg": "none"}, {}), Reason.ALGORITHM_REFUSED),
        (({}, {"aud": [AUDIENCE]}), Reason.WRONG_AUDIENCE),
        (({}, {"nonce": 5}), Reason.WRONG_NONCE),
        (({}, {"sd_hash": None}), Reason.CONTENT_CHANGED),
        (({}, {"iat": None}), Reason.MALFORMED),
        (({}, {"exp": int(NOW.timestamp()) - 100}), Reason.EXPIRED),
    ],
)
def test_proofs_a_wallet_should_not_make(said, reason, credential, holder, presented_reason) -> None:
    header, payload = said
    honest = {
        "iat": int(NOW.timestamp()),
        "aud": AUDIENCE,
        "nonce": NONCE,
        "sd_hash": disclosures.digest(credential),
    }
    proof = jose.sign({"typ": PROOF_TYPE, **header}, {**honest, **payload}, holder)
    assert presented_reason(credential + proof) == reason


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "RSA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": ["P-256"], "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43, "d": "A"},
    ],
)
def test_holder_keys_that_are_none(jwk, signer, holder, presented_reason) -> None:
    text = signed(signer, {"cnf": {"jwk": jwk}})
    assert presented_reason(shown_by(holder, text, show=[])) in {
        Reason.MALFORMED,
        Reason.ALGORITHM_REFUSED,
    }


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bent_presentation_is_refused(data, credential, holder, judge) -> None:
    text = shown_by(holder, credential)
    place = data.draw(st.integers(0, len(text) - 1))
    bent = text[:place] + data.draw(st.sampled_from("A~.Zz09_-é\x00")) + text[place + data.draw(st.integers(0, 2)) :]
    if bent == text:
        return
    with pytest.raises(CredentialRefused):
        judge(bent)


def test_an_issuer_named_by_its_certificate_is_believed(signer, roots) -> None:
    assert verify_issued(signed(signer, {"iss": ISSUER}), roots=roots, at=NOW, kinds=[KIND]).issuer == ISSUER
    unnamed = verify_issued(signed(signer, {}), roots=roots, at=NOW, kinds=[KIND])
    assert "Đơn vị cấp" in json.dumps(unnamed.issuer, ensure_ascii=False)
