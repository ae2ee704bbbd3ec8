"""Documents written to be believed wrongly, or to wear the reader out: each refused with its reason, and soon."""

import time
from dataclasses import replace

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.chipid.conftest import HOLDER, judge, read
from tests.kernel.chipid.forge import Document, write

from dean06.kernel.base import clock
from dean06.kernel.chipid import com, groups, mrz, security_infos, signatures, sod, tlv
from dean06.kernel.chipid.types import CardReading, CardRefused, FileId, Reason
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.infos import Offer
from dean06.sandbox.card.issuer import Authority, Signer

SOON = 5.0  # seconds of the process; each takes a fraction of one here
PARSERS = (sod.parse, groups.details, groups.face, groups.chip_key, security_infos.of_dg14, com.groups)


@pytest.fixture(scope="module")
def reading(signer) -> CardReading:
    chip = personalise(HOLDER, signer, key_kind="ec", pace=(Offer(),), agreement=Offer())
    return read(chip, FileId.DG1, FileId.DG13, FileId.DG14, FileId.DG15, FileId.COM)


def with_sod(reading: CardReading, document: bytes) -> CardReading:
    return replace(reading, files={**reading.files, FileId.SOD: document})


def reason_of(reading: CardReading, trust) -> Reason:
    with pytest.raises(CardRefused) as caught:
        judge(reading, trust)
    assert caught.value.message_vi
    return caught.value.reason


def refused_soon(act) -> Reason:
    began = time.process_time()
    with pytest.raises(CardRefused) as caught:
        act()
    assert time.process_time() - began < SOON
    return caught.value.reason


@pytest.mark.parametrize(
    "how",
    [
        Document(),
        Document(groups_hash="sha512"),
        Document(groups_hash="sha384", digest="sha512", signed_with="sha512", named="sha512_ecdsa"),
        Document(certificates=3),
        Document(version=1),
    ],
)
def test_an_honest_document_is_believed_whatever_hashes_it_chose(reading, trust, signer, how):
    assert judge(with_sod(reading, write(reading.files, signer, how)), trust)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (Document(groups_hash="sha1"), Reason.ALGORITHM_REFUSED),
        (Document(groups_hash="md5"), Reason.ALGORITHM_REFUSED),
        (Document(digest="sha1", signed_with="sha1", named="sha1_ecdsa"), Reason.ALGORITHM_REFUSED),
        (Document(digest="md5"), Reason.ALGORITHM_REFUSED),
        (Document(digest="sha1"), Reason.ALGORITHM_REFUSED),
        (Document(digest="sha384"), Reason.ALGORITHM_REFUSED),  # two names for one hash
        (Document(signed_with="sha1", named="sha1_ecdsa"), Reason.ALGORITHM_REFUSED),
        (Document(signed_with="sha384"), Reason.SIGNATURE_INVALID),  # not the one it names
        (Document(named="sha256_rsa"), Reason.ALGORITHM_REFUSED),  # another kind than the key
        (Document(attributes_are_there=False), Reason.SIGNATURE_INVALID),
        (Document(digest_is_there=False), Reason.SIGNATURE_INVALID),
        (Document(digests=2), Reason.SIGNATURE_INVALID),
        (Document(content_type="data"), Reason.SIGNATURE_INVALID),
        (Document(about="1.2.840.113549.1.7.1"), Reason.MALFORMED),
        (Document(signature=b""), Reason.SIGNATURE_INVALID),
        (Document(signature=bytes(64)), Reason.SIGNATURE_INVALID),
        (Document(signature=bytes.fromhex("3006020100020100")), Reason.SIGNATURE_INVALID),
        (Document(signers=0), Reason.MALFORMED),
        (Document(signers=2), Reason.MALFORMED),
        (Document(certificates=0), Reason.FILE_MISSING),
        (Document(certificates=9), Reason.MALFORMED),
    ],
    ids=str,
)
def test_what_is_not_signed_as_it_should_be_is_refused(reading, trust, signer, how, reason):
    assert reason_of(with_sod(reading, write(reading.files, signer, how)), trust) is reason


def test_a_document_signed_by_the_office_itself_is_no_signers(reading, trust, authority):
    office = Signer(authority.key, authority.certificate)
    how = Document(digest="sha256")
    assert reason_of(with_sod(reading, write(reading.files, office, how)), trust) is Reason.ISSUER_UNKNOWN


def test_a_signer_of_the_same_name_from_another_office(reading, trust):
    stranger = Authority().signer()
    assert reason_of(with_sod(reading, write(reading.files, stranger, Document())), trust) is Reason.ISSUER_UNKNOWN


def test_a_signature_taken_off_is_noticed(reading, trust):
    """Content and hashes are left whole, whoever signed them is taken out."""
    envelope = cms.ContentInfo.load(tlv.only(reading.files[FileId.SOD], sod.SOD_TAG))
    envelope["content"]["signer_infos"] = []
    stripped = tlv.encode(sod.SOD_TAG, envelope.dump(force=True))
    assert reason_of(with_sod(reading, stripped), trust) is Reason.MALFORMED


def test_a_signature_moved_to_other_hashes_is_noticed(reading, trust, signer):
    """The signer's part of a genuine document under the content of a forged one."""
    forged = write({FileId.DG1: b"a\x01x"}, signer, Document())
    genuine = cms.ContentInfo.load(tlv.only(reading.files[FileId.SOD], sod.SOD_TAG))
    mixed = cms.ContentInfo.load(tlv.only(forged, sod.SOD_TAG))
    mixed["content"]["signer_infos"] = genuine["content"]["signer_infos"]
    document = tlv.encode(sod.SOD_TAG, mixed.dump(force=True))
    assert reason_of(with_sod(reading, document), trust) is Reason.SIGNATURE_INVALID


@pytest.mark.parametrize("file", [FileId.DG1, FileId.DG13, FileId.DG14, FileId.DG15])
def test_every_group_is_held_against_its_hash(reading, trust, file):
    changed = replace(reading, files={**reading.files, file: reading.files[file] + b"\x00"})
    assert reason_of(changed, trust) is Reason.HASH_MISMATCH


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("size", ["FFFFFFFF", "00040001", "7FFFFFFF"])
def test_a_file_that_says_it_is_gigabytes_is_refused_by_its_header(parse, size):
    tag = {"parse": 0x77, "details": 0x6D, "face": 0x75, "chip_key": 0x6F, "of_dg14": 0x6E, "groups": 0x60}
    data = bytes([tag[parse.__name__], 0x84]) + bytes.fromhex(size) + bytes(64)
    assert refused_soon(lambda: parse(data)) is Reason.OVERSIZED


def nested(tag: int, depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = tlv.encode(tag, data)
    return data


LARGE = 200_000


@pytest.mark.parametrize(
    ("parse", "data"),
    [
        (sod.parse, tlv.encode(0x77, nested(0x30, 6000))),
        (sod.parse, tlv.encode(0x77, nested(0x31, 20_000))),
        (sod.parse, tlv.encode(0x77, b"\x30\x80" * 10_000)),
        (sod.parse, tlv.encode(0x77, b"\x24\x80" * 10_000)),
        (sod.parse, tlv.encode(0x77, tlv.encode(0x30, tlv.encode(0x06, b"\x81" * 30_000 + b"\x01")))),
        (sod.parse, tlv.encode(0x77, tlv.encode(0x30, b"\x02\x01\x01" * 10_000))),
        (sod.parse, tlv.encode(0x77, bytes(LARGE))),
        (groups.details, tlv.encode(0x6D, nested(0x30, 30_000))),
        (groups.details, tlv.encode(0x6D, tlv.encode(0x30, b"\x30\x00" * 50_000))),
        (groups.details, tlv.encode(0x6D, tlv.encode(0x30, b"\x02\x01\x01" + tlv.encode(0x0C, b"x" * LARGE)))),
        (groups.details, tlv.encode(0x6D, tlv.encode(0x30, tlv.encode(0x02, b"\x7f" * LARGE)))),
        (security_infos.of_dg14, tlv.encode(0x6E, nested(0x31, 30_000))),
        (security_infos.of_dg14, tlv.encode(0x6E, tlv.encode(0x31, b"\x30\x00" * 50_000))),
        (security_infos.of_dg14, tlv.encode(0x6E, tlv.encode(0x31, tlv.encode(0x30, b"\x06\x00" * 50_000)))),
        (groups.chip_key, tlv.encode(0x6F, nested(0x30, 30_000))),
        (com.groups, tlv.encode(0x60, tlv.encode(0x5C, b"\x62" * LARGE))),
    ],
    ids=lambda value: value.__name__ if callable(value) else f"{len(value)}-bytes",
)
def test_what_is_built_to_cost_time_is_refused_soon(parse, data):
    refused_soon(lambda: parse(data))


def test_a_portrait_of_templates_within_templates_ends_soon():
    began = time.process_time()
    assert groups.face(tlv.encode(0x75, nested(0x7F61, 20_000))) is None
    assert time.process_time() - began < SOON


def rsa_key(modulus: int, exponent: int):
    return signatures.keys.PublicKeyInfo(
        {
            "algorithm": {"algorithm": "rsa"},
            "public_key": {"modulus": modulus, "public_exponent": exponent},
        }
    )


@pytest.mark.parametrize(
    ("modulus", "exponent"),
    [
        (2**512 - 1, 65537),
        (2**8200 - 1, 65537),
        (2**200_000 - 1, 65537),
        (0, 65537),
        (-(2**2048) + 1, 65537),
        (2**2048 - 1, 1),
        (2**2048 - 1, 2),
        (2**2048 - 1, 2**2000 + 1),
        (2**2048 - 1, -3),
    ],
    ids=["small", "large", "huge", "zero", "negative", "one", "even", "long-exponent", "negative-exponent"],
)
def test_rsa_keys_out_of_all_measure_are_refused(modulus, exponent):
    assert refused_soon(lambda: signatures.load_key(rsa_key(modulus, exponent))) is Reason.ALGORITHM_REFUSED


def test_an_honest_rsa_key_is_taken():
    numbers = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
    assert signatures.load_key(rsa_key(numbers.n, numbers.e)).key_size == 2048


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_cut_out_doubled_or_moved_is_refused_or_changes_nothing(reading, trust, data):
    """Pieces of one file put into another place of it, or of another file."""
    file = data.draw(st.sampled_from(sorted(reading.files)))
    source = reading.files[data.draw(st.sampled_from(sorted(reading.files)))]
    target = reading.files[file]
    begin = data.draw(st.integers(0, len(target)))
    end = data.draw(st.integers(begin, min(len(target), begin + 64)))
    start = data.draw(st.integers(0, len(source)))
    piece = source[start : start + data.draw(st.integers(0, 64))]
    changed = replace(reading, files={**reading.files, file: target[:begin] + piece + target[end:]})
    try:
        card = judge(changed, trust)
    except CardRefused:
        return
    genuine = judge(reading, trust)
    assert (card.zone, card.details, card.level) == (genuine.zone, genuine.details, genuine.level)


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", min_size=90, max_size=90))
def test_a_zone_of_any_letters_is_read_or_refused(text):
    try:
        zone = mrz.parse(text, clock.today())
    except CardRefused:
        return
    assert len(zone.document_number) <= mrz.LINE
