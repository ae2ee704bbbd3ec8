"""People of the portal's tests, signed in through the pages with a provider that says what it is told to."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.kernel.identity.fakes import LAM, FakeProvider

from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import override
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import IdentityProvider

POSTS = {
    "clerk": (Role.CLERK, "ubnd-xa-duc-tho", "Chuyên viên"),
    "coordinator": (Role.COORDINATOR, "cong-an-xa-duc-tho", "Cán bộ thường trực"),
    "leader": (Role.LEADER, "ubnd-xa-duc-tho", "Chủ tịch UBND xã Đức Thọ"),
    "operator": (Role.OPERATOR, "ubnd-xa-duc-tho", "Quản trị hệ thống"),
}
SINCE = date(2025, 7, 1)


@pytest.fixture
def provider():
    fake = FakeProvider()
    with override(IdentityProvider, fake):
        yield fake


class Person:
    """A browser and what a person does in it."""

    def __init__(self, provider: FakeProvider, code: str = "") -> None:
        self.client = Client()
        self.provider = provider
        self.code = code

    def get(self, path: str, **params: str):
        return self.client.get(path, params)

    def post(self, path: str, **data: str):
        return self.client.post(path, data)

    def begin(self, next_url: str = "/", level: int = 1) -> str:
        """Start signing in; the state the provider will send back."""
        answer = self.get("/dang-nhap/bat-dau/", next=next_url, muc=str(level))
        assert answer.status_code == 302, answer.content.decode()
        return self.provider.begun[-1].state

    def come_back(self, state: str, code: str = ""):
        return self.get("/dang-nhap/xong/", state=state, code=code or self.code)

    def sign_in(self, next_url: str = "/", level: int = 1):
        return self.come_back(self.begin(next_url, level))

    def wear(self, role: Role):
        """Choose the hat of a role from the page, as it is drawn there."""
        page = self.get("/vai-tro/")
        key = next(hat.key for hat in page.context["hats"] if hat.role is role)
        return self.post("/vai-tro/", vai=key)


@pytest.fixture
def stranger(db, provider):
    return Person(provider)


@pytest.fixture
def hoa(db, provider):
    person = Person(provider, "hoa")
    person.sign_in()
    return person


@pytest.fixture
def posts(db):
    """Lâm holds one post of each kind."""
    parties.load_reference_data(SYSTEM)
    party_id = parties.register_person(
        SYSTEM,
        personal_id=LAM.personal_id,
        full_name=LAM.full_name,
        birth_on=LAM.birth_on,
        sex=LAM.sex,
        is_fictional=True,
    )
    for role, unit_code, title in POSTS.values():
        parties.appoint(SYSTEM, unit_code=unit_code, title=title, role=role, party_id=party_id, valid_from=SINCE)
    return party_id


@pytest.fixture
def lam(posts, provider):
    person = Person(provider, "lam")
    person.sign_in()
    return person


@pytest.fixture
def work():
    """Deliver everything that waits; returns how many."""

    def step() -> int:
        names = OutboxMessage.objects.filter(state=OutboxState.PENDING).values_list("message_id", flat=True)
        return sum(outbox.deliver(name) is outbox.Outcome.DONE for name in list(names))

    return step


def query_of(url: str) -> dict[str, str]:
    """Query parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
