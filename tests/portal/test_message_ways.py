"""Pages of how a person is told: wishes, phone number, what a letter says of its ways."""

import re

import pytest
from tests.kernel.identity.fakes import HOA
from tests.kernel.messaging.gateways import FakeInbox, FakeSms
from tests.templates import saying

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import override
from dean06.kernel.messaging import api as messaging
from dean06.kernel.messaging import tasks
from dean06.kernel.messaging.models import Wishes
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.sms import SmsGateway
from dean06.kernel.ports.vneid_inbox import VneidInbox

WAYS, PHONE = "/hop-thu/cach-nhan-tin/", "/hop-thu/dien-thoai/"


@pytest.fixture
def gateway(settings):
    settings.SMS, settings.VNEID_INBOX = [{"name": "mot"}], {"url": "there"}
    with override(SmsGateway, FakeSms()) as fake, override(VneidInbox, FakeInbox()):
        yield fake


def test_where_nothing_goes_out_the_page_says_so(hoa):
    assert "chưa gửi tin ra ngoài hộp thư" in hoa.get(WAYS).content.decode()
    assert hoa.get(PHONE).status_code == 404


def test_wishes_are_kept(hoa, gateway):
    page = hoa.get(WAYS).content.decode()
    assert page.count("checked") == 5  # two channels, three classes that may be declined
    answer = hoa.post(WAYS, channels=["sms"], classes=["procedure", "notice"])
    assert answer.status_code == 302
    row = Wishes.objects.get()
    assert (row.channels_off, row.classes_off) == (["email", "vneid"], ["reminder"])
    assert hoa.get(WAYS).content.decode().count("checked") == 3


def test_a_channel_that_is_none_is_refused(hoa, gateway):
    assert hoa.post(WAYS, channels=["fax"]).status_code == 422
    assert not Wishes.objects.exists()


def test_a_number_is_given_confirmed_and_taken_back(hoa, gateway, work):
    wrong = hoa.post(PHONE, viec="gui-ma", phone="123")
    assert wrong.status_code == 422
    assert "Số điện thoại di động chưa đúng" in wrong.content.decode()
    assert hoa.post(PHONE, viec="gui-ma", phone="0912 000 201").status_code == 302
    work()
    ((_, sent),) = gateway.taken.values()
    code = re.search(r"\d{6}", sent.text).group()
    wrong = hoa.post(PHONE, viec="xac-nhan", code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 422
    assert "chờ xác nhận" in hoa.get(WAYS).content.decode()
    assert hoa.post(PHONE, viec="xac-nhan", code=code).status_code == 302
    assert "Đang báo tới <strong>0912000201" in hoa.get(PHONE).content.decode()
    assert hoa.post(PHONE, viec="xoa").status_code == 302
    assert "chưa nhận thông báo" in hoa.get(PHONE).content.decode()


def test_a_letter_says_where_it_was_told(hoa, gateway, work):
    to = [parties.find_person(HOA.personal_id)]
    messaging.send(SYSTEM, reference="w:1", **saying(kind="alert"), to_party_ids=to)
    work()
    tasks.pump("vneid")
    assert "VNeID: đã gửi" in hoa.get("/hop-thu/").content.decode()
    url = re.search(r"/hop-thu/[0-9a-f-]{36}/", hoa.get("/hop-thu/").content.decode()).group()
    letter = hoa.get(url).content.decode()
    assert "Đã báo qua" in letter
    assert "VNeID" in letter
    assert "Đã gửi" in letter
