"""Signing in and out through the pages."""

import pytest
from django.test import Client
from tests.kernel.identity.fakes import LAM
from tests.portal.conftest import Person, query_of

from dean06.kernel.ports.identity_provider import Reason

EVIL = ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "evil.test", "/" + "a" * 3000]


def test_a_stranger_is_sent_to_sign_in_and_comes_back(stranger):
    first = stranger.get("/du-lieu-cua-toi/")
    assert first.url == "/dang-nhap/?next=%2Fdu-lieu-cua-toi%2F"
    page = stranger.get(first.url)
    assert "Đăng nhập bằng VNeID" in page.content.decode()
    stranger.code = "hoa"
    assert stranger.sign_in(query_of(first.url)["next"]).url == "/du-lieu-cua-toi/"
    assert "Trần Thị Hoa" in stranger.get("/du-lieu-cua-toi/").content.decode()


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_is_led_off_this_site(stranger, evil):
    stranger.code = "hoa"
    assert stranger.sign_in(evil).url == "/"
    assert stranger.get("/dang-nhap/", next=evil).url == "/"  # already in: goes on, but only here
    assert stranger.post("/vai-tro/?next=" + evil, vai="citizen").url == "/"


def test_a_replayed_callback_shows_a_clear_page(hoa):
    state = hoa.begin()
    hoa.come_back(state)
    again = hoa.come_back(state)
    text = again.content.decode()
    assert again.status_code == 403
    assert "Chưa đăng nhập được" in text
    assert "không còn hiệu lực" in text
    assert "vẫn còn dùng được" in text


def test_a_callback_out_of_nowhere_signs_nobody_in(stranger):
    assert stranger.come_back("made-up", "hoa").status_code == 403
    assert stranger.get("/du-lieu-cua-toi/").status_code == 302


def test_a_callback_meant_for_another_browser_signs_nobody_in(stranger, provider):
    attacker = Person(provider, "lam")
    assert stranger.come_back(attacker.begin(), "lam").status_code == 403
    assert LAM.full_name not in stranger.get("/").content.decode()


def test_two_tabs(stranger):
    stranger.code = "hoa"
    first, second = stranger.begin("/hop-thu/"), stranger.begin("/du-lieu-cua-toi/")
    assert stranger.come_back(second).url == "/du-lieu-cua-toi/"
    assert stranger.come_back(first).url == "/hop-thu/"


def test_the_session_cookie_changes_at_the_sign_in(stranger):
    state = stranger.begin()
    before = stranger.client.cookies["dean06"].value
    stranger.come_back(state, "hoa")
    after = stranger.client.cookies["dean06"].value
    assert before != after
    thief = Client()
    thief.cookies["dean06"] = before
    assert thief.get("/du-lieu-cua-toi/").status_code == 302


def test_stopping_at_the_provider_is_no_error_of_the_person(stranger, provider):
    state = stranger.begin()
    provider.refuses(Reason.PERSON_CANCELLED)
    text = stranger.come_back(state).content.decode()
    assert "<h1" in text
    assert "Đã dừng đăng nhập" in text


@pytest.mark.parametrize("half", ["start", "callback"])
def test_a_provider_that_is_away(stranger, provider, half):
    state = stranger.begin() if half == "callback" else ""
    provider.is_away()
    answer = stranger.get("/dang-nhap/bat-dau/") if half == "start" else stranger.come_back(state, "hoa")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "VNeID tạm thời không trả lời" in answer.content.decode()


def test_a_page_that_needs_level_two_asks_for_it_and_returns(stranger, provider):
    from dataclasses import replace

    from tests.kernel.identity.fakes import HOA

    provider.people["hoa"] = replace(HOA, assurance_level=1)
    stranger.code = "hoa"
    stranger.sign_in()
    page = stranger.get("/dang-nhap/", next="/hop-thu/", muc="2")
    assert "Trang này cần đăng nhập mức 2" in page.content.decode()
    refused = stranger.sign_in("/hop-thu/", level=2)
    assert refused.status_code == 403
    assert "mức 2" in refused.content.decode()
    start = provider.begun[-1]
    assert (start.level, start.max_age) == (2, 300)
    provider.people["hoa"] = HOA
    assert stranger.sign_in("/hop-thu/", level=2).url == "/hop-thu/"
    assert stranger.get("/dang-nhap/", next="/hop-thu/", muc="2").url == "/hop-thu/"


def test_signing_out_goes_through_a_page_to_the_provider(hoa):
    page = hoa.post("/dang-xuat/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'http-equiv="refresh" content="0; url=https://vneid.test/logout?id_token_hint=token-hoa' in text
    assert "Trần Thị Hoa" not in text
    assert hoa.get("/du-lieu-cua-toi/").status_code == 302
    back = hoa.client.get("/?state=abc", follow=True)
    assert "Đã đăng xuất khỏi cổng này và khỏi VNeID" in back.content.decode()


def test_signing_out_without_the_provider(hoa, provider):
    provider.is_away()
    page = hoa.client.post("/dang-xuat/", follow=True)
    assert "Đã đăng xuất khỏi cổng này" in page.content.decode()
    assert hoa.get("/du-lieu-cua-toi/").status_code == 302


def test_signing_out_is_a_button_never_a_link(hoa):
    assert hoa.get("/dang-xuat/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = hoa.client.cookies
    assert strict.post("/dang-xuat/").status_code == 403
    assert hoa.get("/du-lieu-cua-toi/").status_code == 200


def test_the_provider_ends_the_session_from_its_side(hoa, provider):
    answer = Client(enforce_csrf_checks=True).post(
        "/backchannel-logout/", {"logout_token": provider.announce("t1", sid="sid-hoa")}
    )
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert hoa.get("/du-lieu-cua-toi/").status_code == 302
    assert "đăng xuất khỏi VNeID" in hoa.get("/").content.decode()


@pytest.mark.parametrize("data", [{}, {"logout_token": ""}, {"logout_token": "forged"}, {"logout_token": "x" * 20000}])
def test_a_bad_logout_notice_is_a_bad_request(hoa, data):
    answer = Client().post("/backchannel-logout/", data)
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert answer.json()["error"] == "invalid_request"
    assert hoa.get("/du-lieu-cua-toi/").status_code == 200


def test_a_logout_notice_is_posted(db):
    assert Client().get("/backchannel-logout/").status_code == 405
