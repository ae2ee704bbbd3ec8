"""Two citizens, an office with an officer, and a worker's step."""

import re
from datetime import date

import pytest
from tests.kernel.messaging.gateways import FakeInbox, FakeSms

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging import api, handing, tasks
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.sms import SmsGateway
from dean06.kernel.ports.vneid_inbox import VneidInbox

UNIT = "phong-y-te"


def person(number: str, name: str):
    return parties.register_person(
        SYSTEM, personal_id=number, full_name=name, birth_on=None, sex="unknown", is_fictional=True
    )


def citizen(party_id) -> Actor:
    return Actor(user_id=new_id(), party_id=party_id, name="Ai", role=Role.CITIZEN, assurance_level=2)


@pytest.fixture
def hoa(db):
    return citizen(person("000151000201", "Trần Thị Hoa"))


@pytest.fixture
def minh(db):
    return citizen(person("000098000202", "Nguyễn Văn Minh"))


@pytest.fixture
def clerk(db):
    """An officer of the health office, in that hat."""
    parties.load_reference_data(SYSTEM)
    party_id = person("000185000106", "Nguyễn Thị Lan Anh")
    parties.appoint(
        SYSTEM,
        unit_code=UNIT,
        title="Chuyên viên Phòng Y tế",
        role=Role.CLERK,
        party_id=party_id,
        valid_from=date(2018, 1, 1),
    )
    return Actor(
        user_id=new_id(),
        party_id=party_id,
        name="Lan Anh",
        role=Role.CLERK,
        unit_code=UNIT,
        unit_name="Phòng Y tế",
        post="Chuyên viên Phòng Y tế",
        assurance_level=2,
    )


@pytest.fixture
def work():
    """Deliver everything that waits, also what delivering brings up; returns how many."""

    def step() -> int:
        done = 0
        while names := list(
            OutboxMessage.objects.filter(state=OutboxState.PENDING, attempts=0).values_list("message_id", flat=True)
        ):
            done += sum(outbox.deliver(name) is outbox.Outcome.DONE for name in names)
        for channel in handing.channels_due():
            tasks.pump(channel)
        return done

    return step


@pytest.fixture
def sms(settings):
    """A gateway for text messages in memory, offered by the installation."""
    settings.SMS = [{"name": "mot"}]
    with override(SmsGateway, FakeSms()) as gateway:
        yield gateway


@pytest.fixture
def inbox(settings):
    """An inbox of VNeID in memory, offered by the installation."""
    settings.VNEID_INBOX = {"url": "there"}
    with override(VneidInbox, FakeInbox()) as shown:
        yield shown


@pytest.fixture
def phoned(sms, work):
    """Confirms a number for an actor."""

    def confirm(actor: Actor, number: str = "0912 000 201") -> None:
        api.ask_phone(actor, phone=number)
        work()
        (_, code) = list(sms.taken.values())[-1]
        api.confirm_phone(actor, code=re.search(r"\d{6}", code.text).group())
        sms.taken.clear()
        sms.asked.clear()

    return confirm
