"""The printed code: read back by ours, by a script without us, by a foreign COSE library; false ones refused by all."""

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import cbor2
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycose.keys import EC2Key
from pycose.messages import Sign1Message
from tests.kernel.documents.credentials.authority import NOW, Authority, new_key

from dean06.kernel.documents.credentials.encoding import decode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.mdoc import cose
from dean06.kernel.documents.credentials.mdoc.cbor import dump, load
from dean06.kernel.documents.credentials.printed.facts import DIGEST, FACTS, ISSUED, PrintedFacts, digest_of, normal
from dean06.kernel.documents.credentials.printed.issuing import issue, key_id
from dean06.kernel.documents.credentials.printed.reading import Signers, read
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference

SCRIPT = Path(__file__).resolve().parents[4] / "docs" / "qr_verify.py"
ADDRESS = "HTTPS://HU-CAU.GOV.EXAMPLE/QR/"
SHOWN = {"Họ và tên": "Trần Thị Hoa", "Số": "02/2026/LLTP", "Án tích": "Không"}
PAPER = {**SHOWN, "Nơi cư trú": "Đức Thọ, Hà Tĩnh", "Ngày sinh": "09/03/1951"}
PRINTED = PrintedFacts(
    document_id=UUID("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    kind="phieu-ly-lich-tu-phap-1",
    issuer="Công an tỉnh Hư Cấu",
    facts=SHOWN,
    digest=digest_of(PAPER),
    issued_at=NOW,
    expires_at=NOW + timedelta(days=180),
    status=StatusReference(uri="https://hu-cau.gov.example/trang-thai/1", index=70123),
)


@pytest.fixture(scope="module")
def code(signer) -> str:
    return issue(PRINTED, key=signer, address=ADDRESS)


@pytest.fixture(scope="module")
def signers(signer, roots) -> Signers:
    return Signers.load([signer.chain], roots, NOW)


@pytest.fixture(scope="module")
def signers_file(signers, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("signers") / "signers.json"
    path.write_text(signers.written(), encoding="utf-8")
    return path


def run(code: str, signers_file: Path, *more: object, at=NOW) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), code, str(signers_file), *map(str, more)]
    command += ["--at", str(int(at.timestamp()))]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_what_is_printed_is_read_back(code, signers) -> None:
    assert read(code, signers=signers, at=NOW) == PRINTED
    assert read(f" {code.rsplit('/', 1)[1]}\n", signers=signers, at=NOW) == PRINTED


def test_the_script_reads_the_same_with_nothing_of_ours(code, signers_file, tmp_path) -> None:
    paper = tmp_path / "paper.json"
    paper.write_text(json.dumps(dict(reversed(PAPER.items()))), encoding="utf-8")
    done = run(code, signers_file, paper)
    assert done.returncode == 0, done.stderr
    for word in (*SHOWN.values(), str(PRINTED.document_id), "PROVEN", "all that stands", "place 70123"):
        assert word in done.stdout
    paper.write_text(json.dumps({**PAPER, "Án tích": "Có"}), encoding="utf-8")
    assert "the paper says something else" in run(code, signers_file, paper).stderr
    late = run(code, signers_file, at=NOW + timedelta(days=181))
    assert (late.returncode, "OUT OF DATE" in late.stdout) == (3, True)


def test_a_foreign_library_believes_the_signature(code, signer) -> None:
    letters = code.rsplit("/", 1)[1]
    data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    message = Sign1Message.from_cose_obj(cbor2.loads(data[1:]), True)
    x, y = (decode(signer.public_jwk[name]) for name in "xy")
    message.key = EC2Key(crv="P_256", x=x, y=y)
    assert message.verify_signature()
    assert cbor2.loads(message.payload)[FACTS] == SHOWN


def test_the_code_is_small_enough_to_print_and_packs_as_capital_letters(code) -> None:
    drawn = segno.make(code, error="m")
    assert drawn.mode == "alphanumeric"
    assert drawn.version <= 20


def refused_by_both(text: str, signers: Signers, signers_file: Path) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        read(text, signers=signers, at=NOW)
    assert caught.value.message_vi
    done = run(text, signers_file)
    assert (done.returncode, done.stderr[:7]) == (1, "REFUSED")
    return caught.value.reason


def signed_by(key: MemoryKey, claims: dict) -> str:
    proof = cose.sign(dump(claims), key, protected={cose.KEY_ID: key_id(key.chain[0])})
    return ADDRESS + base64.b32encode(dump(cbor2.CBORTag(18, proof))).decode().rstrip("=")


def test_codes_of_strangers_and_of_another_time(code, signers, signers_file, authority: Authority, roots) -> None:
    stranger = authority.signer("Chưa có trong danh sách")
    assert refused_by_both(signed_by(stranger, PRINTED.claims), signers, signers_file) == Reason.ISSUER_UNKNOWN
    with pytest.raises(CredentialRefused):
        Signers.load([Authority().signer().chain], roots, NOW)
    with pytest.raises(CredentialRefused) as caught:
        read(code, signers=signers, at=NOW + timedelta(days=181))
    assert caught.value.reason == Reason.EXPIRED


def test_a_thief_with_the_name_of_a_signer(signer, signers, signers_file) -> None:
    thief = MemoryKey(private=new_key(), chain=signer.chain)
    assert refused_by_both(signed_by(thief, PRINTED.claims), signers, signers_file) == Reason.SIGNATURE_INVALID


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.WRONG_TYPE),
        ("HTTPS://X/QR/", Reason.WRONG_TYPE),
        ("https://x/qr/abc", Reason.WRONG_TYPE),
        ("AAAA", Reason.WRONG_TYPE),
        ("A" * 4097, Reason.OVERSIZED),
    ],
)
def test_what_is_no_code(text, reason, signers) -> None:
    with pytest.raises(CredentialRefused) as caught:
        read(text, signers=signers, at=NOW)
    assert caught.value.reason == reason


def test_a_code_signed_before_the_certificate_began(signer, signers, signers_file) -> None:
    early = {**PRINTED.claims, ISSUED: int((NOW - timedelta(days=11)).timestamp())}
    assert refused_by_both(signed_by(signer, early), signers, signers_file) == Reason.ISSUER_EXPIRED


@pytest.mark.parametrize("change", [{FACTS: {"a": 1}}, {FACTS: [1]}, {DIGEST: "x"}, {ISSUED: "nay"}, {7: b"1"}])
def test_facts_that_are_none(change, signer, signers) -> None:
    with pytest.raises(CredentialRefused):
        read(signed_by(signer, {**PRINTED.claims, **change}), signers=signers, at=NOW)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_misread_letter_is_noticed(data, code, signers) -> None:
    begin = len(ADDRESS)
    place = data.draw(st.integers(begin, len(code) - 1))
    bent = code[:place] + data.draw(st.sampled_from("ABCXYZ234567")) + code[place + 1 :]
    if bent == code:
        return
    with pytest.raises(CredentialRefused):
        read(bent, signers=signers, at=NOW)


@pytest.mark.parametrize(
    ("printed", "address"),
    [
        (PRINTED, "https://x.example/qr/"),
        (PRINTED, "HTTPS://X.EXAMPLE"),
        (PrintedFacts(**{**vars(PRINTED), "facts": {"a": "x" * 900}}), ADDRESS),
        (PrintedFacts(**{**vars(PRINTED), "facts": {str(n): "" for n in range(13)}}), ADDRESS),
    ],
)
def test_codes_that_should_not_be_printed(printed, address, signer) -> None:
    with pytest.raises(ValueError, match=r"capital|fewer"):
        issue(printed, key=signer, address=address)


@settings(deadline=None)
@given(facts=st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=12))
def test_the_digest_is_the_scripts_digest_and_plain_cbor(facts) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("qr_verify", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    if len({normal(label) for label in facts}) < len(facts):
        for digest in (digest_of, script.digest):
            with pytest.raises(ValueError, match="twice"):
                digest(facts)
        return
    assert digest_of(facts) == script.digest(facts)
    assert load(dump(dict(facts))) == facts
