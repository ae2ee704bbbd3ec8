"""What cards say they can do, in the words of real ones, and what is refused of it."""

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.chipid.conftest import CHALLENGE, EVERYTHING, judge, read

from dean06.kernel.chipid import active, com, security_infos, tlv
from dean06.kernel.chipid.security_infos import Info
from dean06.kernel.chipid.signatures import load_key
from dean06.kernel.chipid.types import CardRefused, FileId, Reason

PACE_AES_128 = bytes.fromhex("04007F00070202040202")
# DG14 of an Austrian passport, as published with the tests of gmrtd: terminal and chip authentication, PACE, one key.
AUSTRIAN = bytes.fromhex(
    "6E82017E3182017A300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F00070202040202"
    "02010202010D30820142060904007F000702020102308201333081EC06072A8648CE3D02013081E0020101302C06072A8648CE3D0101022100"
    "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377304404207D5A0975FC2C3057EEF67530417AFFE7FB8055C1"
    "26DC5C6CE94A4B44F330B5D9042026DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B60441048BD2AEB9CB7E57"
    "CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F0469"
    "97022100A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7020101034200041983917269AC877C0B61544C2C"
    "022000D2A5ABA723E2D80141E648B40911DC3459761F27480E4B57181A53D8FE1190EA86C939AC14363178CAFFC621F0F905C3"
)


def test_the_card_access_file_of_the_standard():
    """ICAO 9303-11, appendix G.1."""
    offered = security_infos.of_card_access(bytes.fromhex("31143012060A04007F0007020204020202010202010D"))
    assert offered.pace == (Info(PACE_AES_128, 2, 13),)
    assert not offered.chip_keys


def test_what_an_austrian_passport_can_do():
    offered = security_infos.of_dg14(AUSTRIAN)
    assert offered.pace == (Info(PACE_AES_128, 2, 13),)
    assert offered.chip_authentication == (Info(bytes.fromhex("04007F00070202030202"), 1, None),)
    (key,) = offered.chip_keys
    assert load_key(key.key).curve.name == "brainpoolP256r1"


def info(*parts: bytes) -> bytes:
    return tlv.encode(0x31, tlv.encode(0x30, b"".join(parts)))


PROTOCOL = tlv.encode(0x06, PACE_AES_128)
VERSION = tlv.encode(0x02, b"\x02")


@pytest.mark.parametrize(
    "content",
    [
        tlv.encode(0x31, tlv.encode(0x02, b"\x01")),
        info(PROTOCOL),
        info(VERSION, PROTOCOL),
        info(PROTOCOL, tlv.encode(0x02, b"\xff")),
        info(PROTOCOL, VERSION, tlv.encode(0x02, bytes(9))),
        info(PROTOCOL, tlv.encode(0x04, b"\x02")),
        info(tlv.encode(0x06, bytes.fromhex("04007F000702020102")), tlv.encode(0x30, b"no key")),
        info(PROTOCOL, VERSION)[:-1],
        tlv.encode(0x31, tlv.encode(0x30, PROTOCOL + VERSION) * 65),
    ],
    ids=["no-info", "alone", "order", "negative", "too-long", "type", "key", "cut", "too-many"],
)
def test_what_is_no_set_of_infos_is_refused(content):
    with pytest.raises(CardRefused):
        security_infos.of_card_access(content)


def test_unknown_protocols_are_passed_over():
    assert not security_infos.of_card_access(info(tlv.encode(0x06, b"\x2a\x03"), tlv.encode(0x04, b"?"))).pace


@given(st.integers(0, len(AUSTRIAN) - 1), st.integers(1, 255))
def test_a_damaged_file_is_read_or_refused(place, difference):
    damaged = bytearray(AUSTRIAN)
    damaged[place] ^= difference
    with suppress(CardRefused):
        security_infos.of_dg14(bytes(damaged))


@given(st.binary(max_size=200))
def test_garbage_is_refused(data):
    for parse in (security_infos.of_dg14, com.groups):
        with pytest.raises(CardRefused):
            parse(data)


@pytest.mark.parametrize(("arc", "name"), [(1, "sha1"), (3, "sha256"), (5, "sha512"), (6, "")])
def test_the_hash_a_chip_names_for_its_signature(arc, name):
    algorithm = tlv.encode(0x06, bytes.fromhex("04007F000701010401") + bytes([arc]))
    offered = info(tlv.encode(0x06, bytes.fromhex("678108010105")), tlv.encode(0x02, b"\x01"), algorithm)
    assert security_infos.of_dg14(tlv.encode(0x6E, offered)).active_hash == name


def test_a_signature_with_another_hash_than_the_one_named_is_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(CHALLENGE, ec.ECDSA(hashes.SHA256())))
    plain = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    public = security_infos.keys.PublicKeyInfo.load(
        key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    active.check(public, CHALLENGE, plain)
    active.check(public, CHALLENGE, plain, "sha256")
    with pytest.raises(CardRefused) as refused:
        active.check(public, CHALLENGE, plain, "sha1")
    assert refused.value.reason is Reason.CLONED


def test_the_list_of_groups_of_the_standard():
    """ICAO 9303-10, the example of EF.COM."""
    assert com.groups(bytes.fromhex("60145F0104303130365F36063034303030305C026175")) == {1, 2}


@pytest.mark.parametrize("data", ["60145F01", "60065F0102 3031", "60035C0199", "61035C0161"])
def test_what_is_no_list_of_groups_is_refused(data):
    with pytest.raises(CardRefused):
        com.groups(bytes.fromhex(data))


def test_a_list_that_names_more_than_was_signed_is_refused(chip, trust):
    reading = read(chip, *EVERYTHING, FileId.COM)
    assert judge(reading, trust)
    reading.files[FileId.COM] = bytes.fromhex("60055C03616D6E")
    with pytest.raises(CardRefused) as refused:
        judge(reading, trust)
    assert refused.value.reason is Reason.HASH_MISMATCH
