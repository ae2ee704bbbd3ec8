"""The inbox pages."""

import re

from django.core import mail
from tests.kernel.identity.fakes import HOA
from tests.portal.conftest import Person
from tests.templates import saying

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties


def send_to_hoa(work, reference="t:1", **changes):
    content = {"subject": "Có <việc> mới", "body": "Dòng một\nDòng hai"} | changes
    messaging.send(
        SYSTEM, reference=reference, to_party_ids=[parties.find_person(HOA.personal_id)], **saying(**content)
    )
    work()


def letter_url(page) -> str:
    return re.search(r"/hop-thu/[0-9a-f-]{36}/", page.content.decode()).group()


def test_an_empty_inbox_says_so(hoa):
    assert "Chưa có thông báo nào" in hoa.get("/hop-thu/").content.decode()


def test_a_message_is_read_by_opening_it(hoa, work):
    send_to_hoa(work, link="/du-lieu-cua-toi/")
    page = hoa.get("/hop-thu/")
    assert "1 thông báo chưa đọc" in page.content.decode()
    letter = hoa.get(letter_url(page)).content.decode()
    assert "Có &lt;việc&gt; mới" in letter
    assert "Dòng một<br>Dòng hai" in letter
    assert 'href="/du-lieu-cua-toi/">Mở việc này' in letter
    assert "Đã đọc hết" in hoa.get("/hop-thu/").content.decode()


def test_the_message_of_another_is_not_found(hoa, work, provider):
    send_to_hoa(work)
    url = letter_url(hoa.get("/hop-thu/"))
    lam = Person(provider, "lam")
    lam.sign_in()
    assert lam.get(url).status_code == 404
    assert "Có" not in lam.get("/hop-thu/").context["page_obj"].object_list
    assert "1 thông báo chưa đọc" in hoa.get("/hop-thu/").content.decode()


def test_twenty_to_a_page(hoa, work):
    for number in range(21):
        send_to_hoa(work, reference=f"t:{number}")
    assert len(hoa.get("/hop-thu/").context["page_obj"].object_list) == 20
    assert len(hoa.get("/hop-thu/", trang="2").context["page_obj"].object_list) == 1


def test_e_mail_is_no_page_where_none_is_sent(hoa):
    assert hoa.get("/hop-thu/thu-dien-tu/").status_code == 404
    assert "hư điện tử" not in hoa.get("/hop-thu/cach-nhan-tin/").content.decode()


def test_an_address_is_given_confirmed_and_taken_back(hoa, work, settings):
    settings.EMAIL_URL = "smtp://mail.test"
    path = "/hop-thu/thu-dien-tu/"
    wrong = hoa.post(path, viec="gui-ma", email="hoa")
    assert wrong.status_code == 422
    assert "Địa chỉ chưa đúng" in wrong.content.decode()
    assert hoa.post(path, viec="gui-ma", email="hoa@vidu.vn").status_code == 302
    work()
    code = re.search(r"\d{6}", mail.outbox[0].body).group()
    wrong = hoa.post(path, viec="xac-nhan", code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 422
    assert "Mã không đúng" in wrong.content.decode()
    assert hoa.post(path, viec="xac-nhan", code=code).status_code == 302
    assert "Đang báo tới" in hoa.get(path).content.decode()
    assert hoa.post(path, viec="xoa").status_code == 302
    assert "chưa nhận thông báo" in hoa.get(path).content.decode()
