"""A country office, a signer, a person, and cards for her. The card and its issuer are the sandbox's, written apart."""

from datetime import date

import pytest

from dean06.kernel.base import clock
from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.trust import TrustStore
from dean06.kernel.chipid.types import AccessKey, FileId
from dean06.kernel.chipid.verification import verify
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.issuer import Authority
from dean06.sandbox.card.people import Holder

HOLDER = Holder(personal_id="000151000201", full_name="Trần Thị Đẹp", sex="female", birth_on=date(1951, 3, 9))
KEY = AccessKey(document_number=HOLDER.document_number, birth_on=HOLDER.birth_on, expires_on=HOLDER.expires_on)
CHALLENGE = bytes.fromhex("0123456789ABCDEF")
EVERYTHING = (FileId.DG1, FileId.DG2, FileId.DG13, FileId.DG15)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def signer(authority):
    return authority.signer()


@pytest.fixture(scope="session")
def chip(signer) -> Chip:
    return personalise(HOLDER, signer)


@pytest.fixture
def trust(authority) -> TrustStore:
    return TrustStore.load([authority.authority_der()], [authority.revocations_der()])


def read(chip: Chip, *groups: FileId, challenge: bytes | None = CHALLENGE, habits: Habits | None = None):
    return read_card(Application(chip, habits or Habits()), KEY, groups or EVERYTHING, challenge=challenge)


def judge(
    reading, trust, *, challenge: bytes | None = CHALLENGE, needs_chip: bool = True, at=None, agreed: bool = False
):
    return verify(
        reading.files,
        trust=trust,
        at=at or clock.now(),
        challenge=challenge,
        active_signature=reading.active_signature,
        agreed=agreed,
        needs_chip=needs_chip,
    )
