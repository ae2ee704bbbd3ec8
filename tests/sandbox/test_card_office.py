"""The office that lasts: same certificate tomorrow, and each switch a card that fails in its own way."""

import stat

import pytest
from tests.kernel.chipid.conftest import CHALLENGE, HOLDER

from dean06.config.sandbox_card import CARD_SWITCHES
from dean06.kernel.base import clock
from dean06.kernel.chipid.api import TrustStore, read_card, verify
from dean06.kernel.chipid.types import AccessNumber, CardRefused, FileId, ProofLevel
from dean06.sandbox.card import office as offices
from dean06.sandbox.card.application import PulledOut
from dean06.sandbox.card.office import CERTIFICATE_FILE, LIST_FILE, SWITCHES, Office, number_of

WANTED = (FileId.DG1, FileId.DG13, FileId.DG14, FileId.DG15)


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def office(directory):
    return Office(directory)


def judged(office: Office, directory, switch: str):
    office.export(directory / "csca")
    certificate, crl = ((directory / "csca" / name).read_bytes() for name in (CERTIFICATE_FILE, LIST_FILE))
    key = AccessNumber(digits=number_of(HOLDER))
    reading = read_card(office.card(HOLDER, switch), key, WANTED, challenge=CHALLENGE)
    return verify(
        reading.files,
        trust=TrustStore.load([certificate], [crl]),
        at=clock.now(),
        challenge=CHALLENGE,
        active_signature=reading.active_signature,
    )


def test_a_genuine_card(office, directory, monkeypatch):
    monkeypatch.setattr(offices, "SLOW_SECONDS", 0)
    for switch in ("genuine", "slow"):
        assert judged(office, directory, switch).level is ProofLevel.CHIP


@pytest.mark.parametrize(
    ("switch", "reason"),
    [
        ("cloned", "cloned"),
        ("tampered", "hash_mismatch"),
        ("expired", "card_expired"),
        ("revoked", "signer_revoked"),
        ("silent", "proof_missing"),
    ],
)
def test_a_flaw_to_order(office, directory, switch, reason):
    with pytest.raises(CardRefused) as refused:
        judged(office, directory, switch)
    assert refused.value.reason.value == reason


def test_one_that_is_pulled_out(office, directory):
    with pytest.raises(PulledOut):
        judged(office, directory, "pulled-out")


def test_the_command_knows_every_switch():
    assert set(CARD_SWITCHES) == set(SWITCHES)


def test_tomorrow_it_is_the_same_office(office, directory):
    again = Office(directory)
    assert again.authority.authority_der() == office.authority.authority_der()
    assert judged(again, directory, "genuine").level is ProofLevel.CHIP
    file = directory / offices.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
