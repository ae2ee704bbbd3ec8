"""A case filed inside VNeID carries its door; the board counts it as of any day; what happens to it goes to VNeID."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.kernel.cases.office import MORNING
from tests.kernel.messaging.conftest import inbox, work

from dean06.config import seeding
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Entrance
from dean06.kernel.cases.models import Case, Filing
from dean06.kernel.cases.types import Channel
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging import email, planning
from dean06.kernel.messaging.models import Delivery, EmailAddress, InboxMessage
from dean06.kernel.messaging.types import MessageClass
from dean06.pilots.p01_essential_services import seed as ordinary
from dean06.pilots.p03_vneid_services import seed, selectors

__all__ = ["inbox", "work"]


@pytest.fixture
def told(inbox, work):
    """Play the demo's files and deliver what they say; the notices in VNeID."""

    def play() -> list:
        seed.play(seeding.actor_today)
        work()
        return list(inbox.shown.values())

    return play


@pytest.fixture
def now(db):
    with clock.at(MORNING):
        seeding.people()
        yield


def test_a_filing_carries_the_door_and_the_level(now):
    seed.play(seeding.actor_today)
    assert set(Filing.objects.values_list("entrance", "level")) == {("vneid", 1), ("vneid", 2)}
    assert set(Case.objects.values_list("channel", flat=True)) == {Channel.ONLINE}, "by law it is filed online"


def test_the_board_counts_up_to_the_day(now):
    seed.play(seeding.actor_today)
    today = clock.today()
    before = today - timedelta(days=1)
    assert selectors.figures([before, today]) == {
        "cases_in_app": [1, 2],
        "level_2_in_app": [0, 1],
        "share_in_app": [100, 100],
    }


def test_the_share_is_of_what_was_filed_online(now):
    seed.play(seeding.actor_today)
    ordinary.play(seeding.actor_today)
    assert Case.objects.count() == 5
    today = clock.today()
    assert selectors.figures([today - timedelta(days=30), today])["share_in_app"] == [0, 40]


def test_every_service_somebody_takes_in_can_be_opened(now):
    today = clock.today()
    listed = selectors.services(today, level=1)
    assert len(listed) == selectors.services_open(today)
    assert {one.code for one in listed if one.needs_step_up} == {one.code for one in listed if one.level == 2}


def test_played_twice_it_is_the_same_story(now):
    seed.play(seeding.actor_today)
    seed.play(seeding.actor_today)
    assert Case.objects.count() == 2
    assert seed.is_seeded(seeding.actor_today)


def test_what_happens_to_it_goes_to_vneid_with_a_link_to_the_letter(now, told, settings):
    notices = told()
    assert {one.personal_id for one in notices} == {"000098000202"}
    said = {one.title.split(" 000")[0]: one for one in notices}
    assert said.keys() == {"Đã tiếp nhận hồ sơ", "Hồ sơ", "Đã trả kết quả hồ sơ"}
    letter = InboxMessage.objects.get(message__template="case.received")
    notice = said["Đã tiếp nhận hồ sơ"]
    assert notice.link == f"{settings.PUBLIC_URL}/p03/tin/{letter.pk}/"
    case = Case.objects.get(procedure_code="luu_tru")
    assert letter.message.link == f"/ho-so/{case.pk}/"
    assert case.code not in notice.link


@pytest.mark.parametrize(("entrance", "channel"), [(Entrance.VNEID, "vneid"), (Entrance.SITE, "email")])
def test_vneid_comes_first_for_what_was_filed_there_and_the_class_decides_else(
    now, told, monkeypatch, entrance, channel
):
    monkeypatch.setattr(email, "is_offered", lambda: True)
    host = seeding.actor_today(seed.HOST)
    EmailAddress.objects.create(party_id=host.party_id, email="minh@example.vn", nonce="x", confirmed_at=clock.now())
    monkeypatch.setattr(seed, "inside", lambda actor, *, level: replace(actor, entrance=entrance, assurance_level=2))
    seed.play(seeding.actor_today)
    letter = InboxMessage.objects.filter(message__template="case.received", party_id=host.party_id)
    assert letter.exists()
    planning.plan([planning.Readers(message=letter.get().message, people=[host.party_id])])
    assert Delivery.objects.get(message=letter.get().message).channel == channel


def test_a_person_who_does_not_want_vneid_is_not_told_there(now, told):
    host = seeding.actor_today(seed.HOST)
    messaging.set_wishes(host, channels=[], classes=list(MessageClass))
    assert told() == []


def test_the_month_counts_notices_and_how_many_arrived(now, told):
    told()
    assert (selectors.month().notices.told, selectors.month().notices.arrived) == (3, 0)
    Delivery.objects.filter(message__template="case.decided").update(state="delivered", finished_at=clock.now())
    assert selectors.month().notices.arrived == 1
