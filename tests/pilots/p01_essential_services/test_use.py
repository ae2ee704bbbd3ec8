"""What the pilot counts comes from cases, as of any day; its page names what is missing; its demo plays once."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.kernel.cases.office import MORNING

from dean06.config import seeding
from dean06.kernel.base import clock
from dean06.kernel.cases.models import Case
from dean06.pilots.p01_essential_services import seed, selectors


@pytest.fixture
def played(db):
    with clock.at(MORNING):
        seeding.people()
        seed.play(seeding.actor_today)
        yield


def test_indicators_count_cases_up_to_the_day(played):
    today = clock.today()
    days = [today - timedelta(days=count) for count in (30, 2, 1, 0)]
    found = selectors.figures(days)
    assert (found["cases_filed"][0], found["cases_filed"][2:]) == (0, [2, 3])
    assert found["cases_online"][-1] == 3
    assert (found["cases_in_time"][1], found["cases_in_time"][-1]) == (1, 1)


def test_all_25_services_are_taken_in_and_the_28_are_counted_honestly(db):
    today = MORNING.date()
    assert selectors.services_open(today) == 25
    by_count = {one.decision.count: one for one in selectors.counters(today)}
    assert by_count[25].declared == 25
    assert by_count[28].unknown > 0
    assert by_count[28].verified == 0


def test_the_page_says_so(played):
    text = Client().get("/p01/").content.decode()
    assert "Khai báo tạm vắng" in text
    assert "3 hồ sơ" in text
    assert "trên 25 của Quyết định 06" in text
    assert "dịch vụ chưa biết tên" in text
    assert "Chưa nhận ở đây" not in text


def test_played_twice_it_is_the_same_story(played):
    seed.play(seeding.actor_today)
    assert Case.objects.count() == 3
    assert seed.is_seeded(seeding.actor_today)
