"""A desk: an enrolled terminal, an officer, a citizen with a card, and an agent that reads it as it is told.

The card and its issuer are the sandbox's; the device's key is made here and signs as RFC 8032 says.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.chipid.reading import read_card
from dean06.kernel.chipid.types import AccessKey, FileId
from dean06.kernel.devices import api
from dean06.kernel.devices.types import Order, ReceiptInfo, SignedAnswer
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.card import ENROLMENT
from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.issuer import Authority, Signer
from dean06.sandbox.card.people import Holder

HOA = Holder(personal_id="000190000109", full_name="Trần Thị Hoa", sex="female", birth_on=date(1990, 3, 9))
DEP = Holder(personal_id="000151000201", full_name="Trần Thị Đẹp", sex="female", birth_on=date(1951, 3, 9))
UNIT, OTHER_UNIT = "ubnd-xa-duc-tho", "cong-an-xa-duc-tho"
OPERATOR = Actor(user_id=new_id(), name="Quản trị", role=Role.OPERATOR)
SESSION = "the browser's own secret"


@dataclass
class Device:
    """The agent's machine: a key, and cards put on its reader."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        return base64.b64encode(self.key.sign(message)).decode()

    def body(self, order: Order, chip: Chip, holder: Holder = HOA, habits: Habits | None = None) -> dict[str, Any]:
        """Read the card as ordered."""
        printed = AccessKey(
            document_number=holder.document_number, birth_on=holder.birth_on, expires_on=holder.expires_on
        )
        reading = read_card(
            Application(chip, habits or Habits()),
            printed,
            [FileId[name] for name in order.files],
            challenge=bytes.fromhex(order.challenge),
        )
        return {
            "challenge_id": str(order.challenge_id),
            "files": {file.name: base64.b64encode(data).decode() for file, data in reading.files.items()},
            "active_signature": base64.b64encode(reading.active_signature).decode(),
            "opened_by": reading.opened_by.value,
        }

    def signed(self, body: dict[str, Any]) -> SignedAnswer:
        text = json.dumps(body)
        return SignedAnswer(body=text, device=self.public, signature=self.sign(text.encode()))


@dataclass
class Desk:
    """Who sits there and what is plugged in."""

    officer: Actor
    device: Device
    terminal_id: UUID
    directory: Path

    @classmethod
    def at(cls, officer: Actor, directory: Path, name: str = "Quầy 1") -> "Desk":
        """A desk of the officer's unit with a reader of its own."""
        device = Device()
        terminal_id, code = api.register_terminal(OPERATOR, name=name, unit_code=officer.unit_code)
        enrol(device, code)
        return cls(officer, device, terminal_id, directory)

    def order(self, purpose: str = "xac_minh", **other: Any) -> Order:
        asked = {"device": self.device.public, "purpose": purpose, "session": SESSION} | other
        return api.begin_reading(asked.pop("actor", self.officer), **asked)

    def submit(self, answer: SignedAnswer, **other: Any) -> ReceiptInfo:
        said = {"actor": self.officer, "session": SESSION} | other
        return api.submit_reading(said.pop("actor"), answer=answer, **said)

    def read(self, chip: Chip, purpose: str = "xac_minh", holder: Holder = HOA) -> ReceiptInfo:
        order = self.order(purpose)
        return self.submit(self.device.signed(self.device.body(order, chip, holder)))


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def signer(authority: Authority) -> Signer:
    return authority.signer()


@pytest.fixture(scope="session")
def chip(signer: Signer) -> Chip:
    return personalise(HOA, signer)


@pytest.fixture(scope="session")
def twin_of(signer: Signer) -> Callable[..., Chip]:
    """A card of somebody, made differently."""

    def make(holder: Holder = HOA, **how: Any) -> Chip:
        return personalise(holder, how.pop("signer", signer), **how)

    return make


def trust(directory: Path, authority: Authority, **when: Any) -> None:
    """Put the office's certificate and list where the installation looks."""
    directory.mkdir(exist_ok=True)
    (directory / "csca.cer").write_bytes(authority.authority_der())
    (directory / "csca.crl").write_bytes(authority.revocations_der(**when))


def officer_of(unit: str = UNIT, role: Role = Role.CLERK) -> Actor:
    return Actor(user_id=new_id(), party_id=new_id(), name="Lan", role=role, unit_code=unit, assurance_level=2)


@pytest.fixture
def desk(db: None, authority: Authority, tmp_path: Path, settings: Any) -> Iterator[Desk]:
    parties.load_reference_data(SYSTEM)
    api.load_read_purposes()
    settings.CSCA_DIR, settings.STATE = tmp_path / "csca", tmp_path
    trust(settings.CSCA_DIR, authority)
    with clock.at(clock.now()):
        yield Desk.at(officer_of(), settings.CSCA_DIR)


def enrol(device: Device, code: str) -> str:
    return api.enrol_terminal(code=code, device=device.public, signature=device.sign(ENROLMENT + code.encode()))


@pytest.fixture
def citizen(desk: Desk) -> Actor:
    """Hoa, signed in at level 1."""
    party_id = parties.register_person(
        SYSTEM,
        personal_id=HOA.personal_id,
        full_name=HOA.full_name,
        birth_on=HOA.birth_on,
        sex=HOA.sex,
        is_fictional=True,
    )
    return replace(officer_of(unit="", role=Role.CITIZEN), party_id=party_id, assurance_level=1)
