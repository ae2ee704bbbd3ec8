"""The first page: words, cards, search, who looked."""

import pytest
from tests.kernel.identity.fakes import HOA

from dean06.kernel.audit import api as audit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.manifest.api import all_pilots
from dean06.kernel.parties import api as parties
from dean06.portal import catalogue, life_events


def test_the_person_is_spoken_to_as_the_register_knows_her(hoa, lam, stranger):
    assert "Hôm nay bà cần làm gì?" in hoa.get("/").content.decode()
    assert "Hôm nay ông cần làm gì?" in lam.get("/").content.decode()
    assert "Hôm nay bà/ông cần làm gì?" in stranger.get("/").content.decode()


def test_what_is_not_built_is_said_and_leads_nowhere(stranger):
    text = stranger.get("/").content.decode()
    for pilot in all_pilots():
        assert (f'href="/{pilot.mount}"' in text) is pilot.is_built
    assert "chưa triển khai" in text


def test_every_pilot_for_citizens_has_a_place_in_life():
    shown = {number for event in life_events.LIFE_EVENTS for number in event.pilots}
    meant = {pilot.number for pilot in all_pilots() if any(role.base is Role.CITIZEN for role in pilot.roles)}
    assert meant <= shown, sorted(meant - shown)
    assert shown <= {pilot.number for pilot in all_pilots()}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("khai sinh", 1),
        ("KHAI SINH", 1),
        ("dang ky khai sinh", 1),
        ("sinh khai", 1),
        ("vay tín chấp", 8),
        ("xe khach", 5),
        ("dac san", 10),
        ("đất", 19),
        ("to giac", 13),
        ("hoc phi", 15),
    ],
)
def test_search_finds_with_and_without_tones(query, number):
    assert number in [hit.pilot.number for hit in catalogue.search(query)]


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "khai zzzz"])
def test_search_finds_nothing_in_nothing(query):
    assert catalogue.search(query) == []


def test_a_hit_in_the_title_comes_before_one_in_the_text():
    assert catalogue.search("lý lịch tư pháp")[0].pilot.number == 16


def test_search_shows_honestly_what_waits(stranger):
    page = stranger.get("/", q="khai sinh")
    text = page.content.decode()
    assert "Tìm thấy" in text
    assert "Đăng ký khai sinh" in text
    assert "Chưa tìm thấy “&lt;b&gt;”" in stranger.get("/", q="<b>").content.decode()


def test_search_gives_htmx_the_part_it_asked_for(stranger):
    page = stranger.client.get("/", {"q": "khai sinh"}, headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "Tìm thấy" in text
    assert "<html" not in text


def test_looks_of_others_are_on_the_first_page(hoa, transactional_looker):
    transactional_looker()
    text = hoa.get("/").content.decode()
    assert "Công chức tư pháp - hộ tịch, UBND xã Đức Thọ" in text
    assert "Ai đã xem dữ liệu của bà" in text


@pytest.fixture
def transactional_looker(hoa):
    """An officer looks at Hoa's data."""
    from django.db import transaction

    def look() -> None:
        officer = Actor(
            user_id=new_id(),
            party_id=new_id(),
            name="Ai",
            role=Role.CLERK,
            unit_code="ubnd-xa-duc-tho",
            unit_name="UBND xã Đức Thọ",
            post="Công chức tư pháp - hộ tịch",
            assurance_level=2,
        )
        with transaction.atomic():
            audit.record(
                officer,
                "parties.search_people",
                object_type="parties.party",
                object_id="search",
                purpose="Đối chiếu hồ sơ",
                legal_basis="Luật Hộ tịch 2014",
                subjects=[parties.find_person(HOA.personal_id)],
                fields=["full_name"],
            )

    return look
