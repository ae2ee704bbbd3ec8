"""The mini-app as a person meets it: opened silently, narrow, at the level she has; a notice opens for its reader."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import HOA, ISSUER
from tests.pilots.p03_vneid_services.conftest import WORD
from tests.templates import saying

from dean06.config import sandbox
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Entrance
from dean06.kernel.cases.services import telling
from dean06.kernel.identity.models import SignInSession
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging.models import InboxMessage
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.identity_provider import Reason

APP = "/p03/ung-dung/"


def text(answer) -> str:
    return answer.content.decode()


def letter_to(number: str, link: str = "") -> str:
    """A delivered letter to the person with this number."""
    party = parties.find_person(number)
    messaging.send(
        SYSTEM, reference=f"test:{uuid4()}", to_party_ids=[party], **saying("Hồ sơ đã xong", "Mật", link=link)
    )
    copy = InboxMessage.objects.latest("id")
    InboxMessage.objects.filter(pk=copy.pk).update(delivered_at=clock.now())
    return f"/p03/tin/{copy.pk}/"


def test_addresses_others_know_are_ours(settings):
    letter, case = uuid4(), uuid4()
    assert reverse("p03_vneid_services:launch") == sandbox.LAUNCH_PATH
    assert reverse("p03_vneid_services:notice", args=[letter]) == settings.VNEID_NOTICE_PATH.format(letter)
    assert reverse("portal:own_case", args=[case]) == telling.CASE_PATH.format(case)


class TestOpening:
    def test_nobody_is_asked_and_the_first_page_is_narrow(self, phone, provider):
        page = phone("hoa").tap()
        assert page.request["PATH_INFO"] == APP
        assert 'class="shell-miniapp"' in text(page)
        assert "Trần Thị Hoa" in text(page)
        begun = provider.begun[-1]
        assert (begun.prompt, begun.launch, begun.level) == ("none", WORD, 1)

    def test_the_sign_in_is_kept_with_its_door(self, phone):
        phone("hoa").tap()
        row = SignInSession.objects.get()
        assert (row.entrance, row.hat_key, row.is_step_up) == (Entrance.VNEID, "citizen", False)
        assert actions_of("identity.sign_in")[-1]["entrance"] == "vneid"

    def test_an_officer_comes_in_as_a_citizen_without_choosing(self, phone, posts):
        page = phone("lam").tap()
        assert page.request["PATH_INFO"] == APP

    def test_a_page_of_the_portal_is_drawn_narrow_too(self, phone):
        web = phone("hoa")
        web.tap()
        for path in ("/ho-so/", "/hop-thu/", "/du-lieu-cua-toi/", "/dich-vu-cong/tam_vang/"):
            assert 'class="shell-miniapp"' in text(web.get(path)), path

    def test_the_same_person_in_an_ordinary_browser_sees_the_portal(self, hoa):
        assert 'class="shell-portal"' in text(hoa.get(APP))
        assert "Trang này dành cho ứng dụng VNeID" in text(hoa.get(APP))

    @pytest.mark.parametrize("asked", [{}, {"iss": "https://evil.example", "login_hint": WORD}, {"iss": ISSUER}])
    def test_what_vneid_did_not_open_is_said_in_words(self, phone, provider, asked):
        answer = phone("hoa").get("/p03/mo/", **asked)
        assert answer.status_code == 400
        assert "Chưa mở được từ VNeID" in text(answer)
        assert provider.begun == []

    def test_a_launch_vneid_does_not_vouch_for_signs_nobody_in(self, phone, provider):
        web = phone("hoa")
        web.get("/p03/mo/", iss=ISSUER, login_hint=WORD)
        provider.refuses(Reason.LAUNCH_MISMATCH)
        answer = web.come_back(provider.begun[-1].state)
        assert answer.status_code == 403
        assert "mở ứng dụng VNeID rồi chọn lại" in text(answer)
        assert not SignInSession.objects.exists()

    def test_a_refused_launch_leaves_whoever_was_in(self, phone, provider):
        """Login CSRF: a stranger's launch fails and does not even sign the victim out."""
        web = phone("hoa")
        web.tap()
        web.get("/p03/mo/", iss=ISSUER, login_hint="mo:strangers")
        provider.refuses(Reason.LOGIN_REQUIRED)
        assert "vẫn còn dùng được" in text(web.come_back(provider.begun[-1].state))
        provider.trouble = None
        assert web.get(APP).status_code == 200

    def test_another_persons_launch_in_the_same_web_view_replaces_the_first(self, phone):
        web = phone("hoa")
        web.tap()
        web.code = "lam"
        web.tap()
        assert "Trần Thị Hoa" not in text(web.get(APP))
        assert SignInSession.objects.filter(ended_at=None).count() == 1

    def test_the_answer_to_a_launch_works_once(self, phone, provider):
        web = phone("hoa")
        web.tap()
        state = provider.begun[-1].state
        assert web.come_back(state).status_code == 403

    def test_vneid_away_is_said(self, phone, provider):
        provider.is_away()
        answer = phone("hoa").get("/p03/mo/", iss=ISSUER, login_hint=WORD)
        assert answer.status_code == 503
        assert "VNeID đang không trả lời" in text(answer)

    def test_a_web_view_that_keeps_no_cookies_is_told_so(self, phone, provider):
        web = phone("hoa")
        web.get("/p03/mo/", iss=ISSUER, login_hint=WORD)
        web.client.cookies.clear()
        answer = web.come_back(provider.begun[-1].state)
        assert answer.status_code == 403
        assert "không giữ cookie" in text(answer)

    def test_no_page_of_it_can_be_framed(self, phone):
        web = phone("hoa")
        web.tap()
        for path in ("/p03/", "/p03/mo/", APP):
            answer = web.get(path)
            assert answer["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


class TestLevels:
    def test_a_service_above_the_level_asks_for_more_and_stays_in_the_application(self, phone, provider):
        parties.load_reference_data(SYSTEM)
        provider.people["hoa"] = replace(HOA, assurance_level=1)
        web = phone("hoa")
        assert "cần xác thực mức 2" in text(web.tap())
        asked = web.get("/nop-ho-so/tam_vang/")
        assert asked["Location"].endswith("muc=2")
        assert "Xác thực mức 2 bằng VNeID" in text(web.client.get(asked["Location"]))
        provider.people["hoa"] = HOA
        assert web.sign_in("/nop-ho-so/tam_vang/", level=2)["Location"] == "/nop-ho-so/tam_vang/"
        page = web.get("/nop-ho-so/tam_vang/")
        assert page.status_code == 200
        assert 'class="shell-miniapp"' in text(page)
        row = SignInSession.objects.get(ended_at=None)
        assert (row.entrance, row.level, row.is_step_up) == (Entrance.VNEID, 2, True)

    def test_a_service_at_her_level_asks_nothing(self, phone, provider):
        parties.load_reference_data(SYSTEM)
        provider.people["hoa"] = replace(HOA, assurance_level=1)
        web = phone("hoa")
        web.tap()
        assert web.get("/nop-ho-so/luu_tru/").status_code == 200

    def test_the_list_is_searched_without_tones(self, phone):
        web = phone("hoa")
        parties.load_reference_data(SYSTEM)
        web.tap()
        found = text(web.get(APP, q="luu tru"))
        assert "Thông báo lưu trú" in found
        assert "Khai báo tạm vắng" not in found
        assert "Không có dịch vụ nào khớp" in text(web.get(APP, q="máy bay"))


class TestNotices:
    def test_a_notice_opens_what_it_is_about_and_is_read(self, phone, settings):
        web = phone("hoa")
        web.tap()
        path = letter_to(HOA.personal_id, link="/ho-so/")
        page = web.tap(settings.PUBLIC_URL + path)
        assert page.request["PATH_INFO"] == "/ho-so/"
        assert InboxMessage.objects.latest("id").marks.exists()

    def test_one_without_a_link_opens_the_letter(self, phone, settings):
        web = phone("hoa")
        web.tap()
        page = web.tap(settings.PUBLIC_URL + letter_to(HOA.personal_id))
        assert "Hồ sơ đã xong" in text(page)

    @pytest.mark.parametrize("whose", ["another", "nobody"])
    def test_somebody_elses_says_nothing_and_neither_does_one_that_is_not_there(self, phone, whose):
        phone("hoa").tap()
        path = letter_to(HOA.personal_id) if whose == "another" else f"/p03/tin/{uuid4()}/"
        other = phone("lam")
        other.tap()
        answer = other.get(path)
        assert answer.status_code == 404
        assert "Tin này không phải của bà/ông" in text(answer)
        assert "Hồ sơ đã xong" not in text(answer)
        assert "Mật" not in text(answer)

    def test_in_a_browser_nobody_is_signed_in_to_it_asks_to_sign_in_first(self, phone, stranger):
        phone("hoa").tap()
        answer = stranger.get(letter_to(HOA.personal_id))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/dang-nhap/")


def test_a_session_ended_in_the_application_ends_here(phone, provider):
    web = phone("hoa")
    web.tap()
    token = provider.announce("locked", sid=HOA.session_id)
    web.post("/backchannel-logout/", logout_token=token)
    assert web.get(APP)["Location"].startswith("/dang-nhap/")


def test_an_idle_web_view_is_signed_out(phone):
    web = phone("hoa")
    web.tap()
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert web.get(APP)["Location"].startswith("/dang-nhap/")
