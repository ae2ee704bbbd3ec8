"""What a forger may try, each refused with its reason; and the issuer's documents as OpenSSL sees them."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.chipid.conftest import CHALLENGE, HOLDER, judge, read

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Invalid
from dean06.kernel.chipid import groups, qr, sod, tlv
from dean06.kernel.chipid.trust import TrustStore
from dean06.kernel.chipid.types import CardRefused, FileId, ProofLevel, Reason
from dean06.sandbox.card.application import Habits
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.issuer import Authority

OTHER = replace(HOLDER, personal_id="000098000202", full_name="Nguyễn Văn Minh", sex="male")


@pytest.fixture(scope="module")
def reading(signer):
    """One reading of a card whose chip signs by ECDSA."""
    return read(personalise(HOLDER, signer, key_kind="ec"))


def refused(reading, trust, **more) -> Reason:
    with pytest.raises(CardRefused) as caught:
        judge(reading, trust, **more)
    assert caught.value.message_vi
    return caught.value.reason


def changed(reading, file: FileId, data: bytes):
    return replace(reading, files={**reading.files, file: data})


@pytest.mark.parametrize("key_kind", ["rsa", "ec"])
@pytest.mark.parametrize(("signer_kind", "pss"), [("ec", False), ("brainpool", False), ("rsa", False), ("rsa", True)])
def test_every_kind_of_signer_and_chip_is_believed(authority, trust, key_kind, signer_kind, pss):
    chip = personalise(HOLDER, authority.signer(signer_kind), key_kind=key_kind, pss=pss)
    assert judge(read(chip), trust).level is ProofLevel.CHIP


def test_a_copied_card_cannot_sign(chip, trust, signer):
    stranger = personalise(HOLDER, signer)
    clone = replace(chip, key=stranger.key)
    assert refused(read(clone), trust) is Reason.CLONED


def test_a_copy_that_hides_its_key_is_no_proof(chip, trust):
    assert refused(read(chip, habits=Habits(cannot_sign=True)), trust) is Reason.PROOF_MISSING


def test_a_replayed_signature_is_about_another_challenge(chip, trust):
    old = read(chip, challenge=bytes(8)).active_signature
    assert refused(read(chip, habits=Habits(replays=old)), trust) is Reason.CLONED


def test_a_replayed_reading_does_not_answer_the_servers_challenge(chip, trust):
    assert refused(read(chip), trust, challenge=bytes(8)) is Reason.CLONED


def test_a_changed_name_is_noticed(chip, trust):
    reading = read(chip)
    forged = reading.files[FileId.DG13].replace("Đẹp".encode(), "Đỏm".encode())
    assert forged != reading.files[FileId.DG13]
    assert refused(changed(reading, FileId.DG13, forged), trust) is Reason.HASH_MISMATCH


def test_another_cards_signature_does_not_fit(chip, trust, signer):
    foreign = personalise(OTHER, signer).files[FileId.SOD]
    assert refused(changed(read(chip), FileId.SOD, foreign), trust) is Reason.HASH_MISMATCH


def test_a_group_nobody_signed_is_refused(chip, trust):
    extra = b"\x75\x03\x02\x01\x01"
    assert refused(changed(read(chip), FileId.DG2, extra), trust) is Reason.HASH_MISMATCH


def test_an_unknown_country_office(chip):
    other = Authority()
    stranger = TrustStore.load([other.authority_der()])
    assert refused(read(chip), stranger) is Reason.ISSUER_UNKNOWN


def test_a_revoked_signer():
    office = Authority()
    signer = office.signer()
    reading = read(personalise(HOLDER, signer))
    assert judge(reading, TrustStore.load([office.authority_der()], [office.revocations_der()]))
    office.revoke(signer)
    assert refused(reading, TrustStore.load([office.authority_der()], [office.revocations_der()])) is (
        Reason.SIGNER_REVOKED
    )


def test_an_expired_signer(authority, trust):
    assert refused(read(personalise(HOLDER, authority.signer(years=-1))), trust) is Reason.ISSUER_EXPIRED


def test_an_expired_card(authority, trust, chip):
    after = clock.now().replace(year=HOLDER.expires_on.year, month=5)
    then = TrustStore.load([authority.authority_der()], [authority.revocations_der(after)])
    assert refused(read(chip), then, at=after) is Reason.CARD_EXPIRED


def test_without_a_list_in_force_nothing_is_believed(authority, chip):
    old = authority.revocations_der(clock.now() - timedelta(days=1000))
    for lists in ([], [old]):
        store = TrustStore.load([authority.authority_der()], lists)
        assert refused(read(chip), store) is Reason.REVOCATION_UNKNOWN


def test_an_old_list_still_revokes():
    office = Authority()
    signer = office.signer()
    office.revoke(signer)
    old = office.revocations_der(clock.now() - timedelta(days=1000))
    store = TrustStore.load([office.authority_der()], [old])
    assert refused(read(personalise(HOLDER, signer)), store) is Reason.SIGNER_REVOKED


def test_an_office_that_renewed_its_key_keeps_its_cards_good(authority, chip):
    renewed = Authority()
    store = TrustStore.load(
        [renewed.authority_der(), authority.authority_der()],
        [renewed.revocations_der(), authority.revocations_der()],
    )
    assert judge(read(chip), store).level is ProofLevel.CHIP


def test_a_list_in_the_offices_name_that_it_did_not_sign_stops_everything(authority, chip):
    forged = Authority().revocations_der()
    store = TrustStore.load([authority.authority_der()], [authority.revocations_der(), forged])
    assert refused(read(chip), store) is Reason.SIGNATURE_INVALID


def test_a_signers_certificate_is_no_authority(signer):
    with pytest.raises(ValueError, match="authority"):
        TrustStore.load([signer.certificate.public_bytes(Encoding.DER)])


def test_a_card_put_together_from_two(authority, trust, monkeypatch):
    from dean06.sandbox.card import chip as chips

    other_facts = chips._facts_group(OTHER)
    monkeypatch.setattr(chips, "_facts_group", lambda holder: other_facts)
    assert refused(read(personalise(HOLDER, authority.signer())), trust) is Reason.FACTS_DISAGREE


def test_a_zone_of_another_state_than_the_signers(authority, trust, monkeypatch):
    from dean06.sandbox.card import chip as chips

    written = chips.zone(HOLDER).replace("IDVNM", "IDUTO")
    monkeypatch.setattr(chips, "zone", lambda holder: written)
    reading = read(personalise(HOLDER, authority.signer()))
    assert refused(reading, trust) is Reason.FACTS_DISAGREE
    lists = [authority.authority_der()], [authority.revocations_der()]
    assert judge(reading, TrustStore.load(*lists, issuing_state="UTO")).zone.issuing_state == "UTO"


def test_without_signature_file(chip, trust):
    reading = read(chip)
    files = {file: data for file, data in reading.files.items() if file is not FileId.SOD}
    assert refused(replace(reading, files=files), trust) is Reason.FILE_MISSING


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_file_is_believed_or_crashes(reading, trust, data):
    file = data.draw(st.sampled_from(sorted(reading.files)))
    content = bytearray(reading.files[file])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        card = judge(changed(reading, file, bytes(content)), trust)
    except CardRefused:
        return
    # What is not covered by a signature may differ: the container around it. The facts are then unchanged.
    genuine = judge(reading, trust)
    assert file is FileId.SOD
    assert (card.zone, card.details, card.level) == (genuine.zone, genuine.details, genuine.level)


@given(st.binary(max_size=400))
def test_garbage_is_refused_with_a_reason(data):
    for parse in (sod.parse, groups.details, groups.face, groups.chip_key):
        with pytest.raises(CardRefused):
            parse(data)


@given(st.binary(max_size=300))
def test_elements_never_reach_beyond_the_data(data):
    try:
        found = list(tlv.elements(data))
    except CardRefused:
        return
    assert sum(len(value) for _, value in found) <= len(data)


@given(st.sampled_from([0x30, 0x5F1F, 0x87, 0x77]), st.binary(max_size=70_000))
def test_elements_come_back_as_they_were_written(tag, value):
    assert tlv.only(tlv.encode(tag, value), tag) == value


def test_an_absurd_length_is_refused_before_anything_is_allocated():
    with pytest.raises(CardRefused) as caught:
        tlv.header(bytes.fromhex("7784FFFFFFFF"))
    assert caught.value.reason is Reason.OVERSIZED


@pytest.mark.parametrize(
    ("image", "media_type"),
    [
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
        (b"no format we know", ""),
    ],
)
def test_portraits_are_told_by_their_first_bytes(signer, trust, image, media_type):
    face = judge(read(personalise(HOLDER, signer, portrait=image)), trust).face
    assert face.media_type == media_type
    assert face.image.endswith(image)


def test_openssl_agrees_with_the_document(chip, authority, tmp_path: Path):
    """The SOD the cards carry is CMS that OpenSSL verifies up to the country certificate."""
    body = tlv.only(chip.files[FileId.SOD], sod.SOD_TAG)
    (tmp_path / "sod.der").write_bytes(body)
    (tmp_path / "csca.der").write_bytes(authority.authority_der())
    convert = ["openssl", "x509", "-inform", "DER", "-in", "csca.der", "-out", "csca.pem"]
    verify = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "sod.der", "-CAfile", "csca.pem", "-binary"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True)
    done = subprocess.run(
        [*verify, "-purpose", "any", "-out", "lds.der"], cwd=tmp_path, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lds.der").read_bytes() == sod.parse(chip.files[FileId.SOD]).content


def test_the_print_of_a_card_is_read_and_never_evidence():
    facts = qr.parse("000151000201|183456789|Trần Thị Đẹp|09031951|Nữ|Xã hư cấu|01042022")
    assert (facts.personal_id, facts.birth_on, facts.sex) == ("000151000201", HOLDER.birth_on, "female")
    assert qr.parse("000151000201||Trần Thị Đẹp|09/03/1951|Nữ|Xã|01/04/2022|a|b|c|d").more == ("a", "b", "c", "d")
    assert type(facts).__name__ == "UnprovenFacts"


@given(st.text(max_size=300))
def test_any_other_text_is_no_card(text):
    with pytest.raises(Invalid):
        qr.parse(text)


def test_challenges_have_their_size(chip, trust):
    with pytest.raises(ValueError, match="8 bytes"):
        judge(read(chip), trust, challenge=CHALLENGE + b"x")
