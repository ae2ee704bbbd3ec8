"""The operator's page and the emergency account on it."""

from uuid import uuid4

import pyotp
import pytest
from django.db import transaction
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import HOA, LAM

from dean06.kernel.audit import alarms
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.identity import break_glass, totp
from dean06.kernel.messaging.models import Message
from dean06.kernel.registry import api as registry

PASSWORD = "một mật khẩu thật dài"
SECRET = totp.new_secret()


@pytest.fixture
def operator(lam):
    lam.wear(Role.OPERATOR)
    return lam


@pytest.fixture
def dead(db):
    return OutboxMessage.objects.create(
        message_id="test:dead",
        topic="test.topic",
        payload={"secret": "not for the page"},
        state=OutboxState.DEAD,
        attempts=10,
        last_error="ConnectionRefusedError",
        finished_at=clock.now(),
    )


def test_it_tells_how_things_are(operator):
    text = operator.get("/van-hanh/").content.decode()
    for word in ("Xử lý nền", "Hàng đợi gửi", "Nhật ký kiểm toán", "PostgreSQL", "Một lần đăng nhập dài nhất", "8 giờ"):
        assert word in text
    assert "Không có tin nào bị bỏ lại" in text
    assert "Không có tiến trình xử lý nền nào đang chạy" in text  # no worker in this test


def test_it_shows_no_persons(operator, hoa, dead):
    text = operator.get("/van-hanh/").content.decode()
    for personal in (HOA.full_name, HOA.personal_id, LAM.personal_id, "not for the page"):
        assert personal not in text


def test_a_dead_letter_is_sent_again_and_written_down(operator, dead):
    page = operator.get("/van-hanh/").content.decode()
    assert "ConnectionRefusedError" in page
    answer = operator.client.post("/van-hanh/gui-lai/", {"tin": "test:dead"}, follow=True)
    assert "Đã đưa tin vào hàng đợi" in answer.content.decode()
    dead.refresh_from_db()
    assert dead.state == OutboxState.PENDING
    assert actions_of("portal.retry_message") == [{"topic": "test.topic", "attempts": 10}]


def test_somebody_was_faster(operator, dead):
    operator.post("/van-hanh/gui-lai/", tin="test:dead")
    assert operator.post("/van-hanh/gui-lai/", tin="test:dead").status_code == 409
    assert operator.post("/van-hanh/gui-lai/", tin="no such").status_code == 404
    assert len(actions_of("portal.retry_message")) == 1


def test_only_operators_send_again(lam, dead):
    for role in (Role.CITIZEN, Role.CLERK, Role.LEADER):
        lam.wear(role)
        assert lam.post("/van-hanh/gui-lai/", tin="test:dead").status_code == 403
    dead.refresh_from_db()
    assert dead.state == OutboxState.DEAD


@pytest.fixture
def unwitnessed(settings):
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}


def test_it_says_that_no_second_party_signs_the_log(operator, unwitnessed):
    assert "Nhật ký chỉ có chữ ký của chính hệ thống này" in operator.get("/van-hanh/").content.decode()


def test_it_says_when_the_witnesss_key_is_missing(operator, settings):
    settings.WITNESS = {"url": "https://tinh.example", "key": "", "key_file": None, "name": "Tỉnh"}
    assert "DEAN06_WITNESS_KEY" in operator.get("/van-hanh/").content.decode()


def test_a_witness_that_contradicts_the_log_is_told_to_everybody_in_charge(lam, hoa, work, unwitnessed):
    alarms.raise_alarm(AlarmKind.AHEAD, witness="tinh.example+key", size=120, witness_size=1500)
    work()
    work()
    lam.wear(Role.LEADER)
    assert "Báo động: bên làm chứng thấy một nhật ký khác" in lam.get("/hop-thu/").content.decode()
    assert "bên làm chứng" not in hoa.get("/hop-thu/").content.decode()
    lam.wear(Role.OPERATOR)
    page = lam.get("/van-hanh/").content.decode()
    assert "Họ đã ký 1.500 bản ghi, nhật ký ở đây chỉ có 120" in page
    alarms.settle(SYSTEM, reason="Khôi phục nhầm bản cũ, đã khôi phục lại")
    assert "Họ đã ký" not in lam.get("/van-hanh/").content.decode()


def test_an_officer_who_goes_through_the_register_is_told_of(lam, hoa, work):
    entry = str(uuid4())
    with transaction.atomic():
        outbox.enqueue(registry.TOO_MANY_TOPIC, {"unit": "ubnd-xa-duc-tho", "entry": entry}, message_id="too-many:1")
    work()
    work()
    lam.wear(Role.LEADER)
    assert "tra cứu cơ sở dữ liệu dân cư nhiều bất thường" in lam.get("/hop-thu/").content.decode()
    body = Message.objects.get().body
    assert "đơn vị: UBND xã Đức Thọ" in body
    assert entry in body
    assert not hoa.get("/hop-thu/").context["page_obj"].object_list


@pytest.fixture
def account(db, settings):
    settings.BREAK_GLASS = True
    break_glass.create_account(holder="Cao Xuân Trường", password=PASSWORD, secret=SECRET)


def enter(person, **changes):
    data = {"password": PASSWORD, "code": pyotp.TOTP(SECRET).at(clock.now())} | changes
    return person.post("/van-hanh/khan-cap/", **data)


def test_the_emergency_page_does_not_exist_while_off(stranger):
    assert stranger.get("/van-hanh/khan-cap/").status_code == 404
    assert stranger.post("/van-hanh/khan-cap/", password="x", code="000000").status_code == 404
    assert "khẩn cấp" not in stranger.get("/dang-nhap/").content.decode()


def test_the_emergency_account_opens_the_operators_page_with_a_banner(account, stranger):
    assert "khẩn cấp" in stranger.get("/dang-nhap/").content.decode()
    assert enter(stranger).url == "/van-hanh/"
    for path in ("/van-hanh/", "/"):
        assert "Đang dùng tài khoản khẩn cấp" in stranger.get(path).content.decode()
    assert stranger.get("/bang-dieu-hanh/").status_code == 403
    assert stranger.get("/du-lieu-cua-toi/").status_code == 403


def test_a_wrong_half_is_said_at_the_top(account, stranger):
    answer = enter(stranger, code="000000")
    assert answer.status_code == 422
    assert "Mật khẩu hoặc mã không đúng" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_guessing_ends_in_a_pause(account, stranger):
    with clock.at(clock.now()):
        for _ in range(5):
            assert enter(stranger, code="000000").status_code == 422
        assert enter(stranger).status_code == 429


def test_every_leader_and_operator_is_told(account, stranger, lam, hoa, work):
    enter(stranger)
    work()
    work()
    lam.wear(Role.LEADER)
    assert "Tài khoản vận hành khẩn cấp vừa được dùng" in lam.get("/lam-viec/").content.decode()
    assert "khẩn cấp" not in hoa.get("/hop-thu/").content.decode()
    lam.wear(Role.OPERATOR)
    assert "Tài khoản khẩn cấp đang được dùng" in lam.get("/van-hanh/").content.decode()


def test_nobody_to_tell_is_a_failure_the_operator_sees(account, stranger, work):
    enter(stranger)
    work()
    row = OutboxMessage.objects.get(topic=break_glass.USED_TOPIC)
    assert (row.state, row.attempts) == (OutboxState.PENDING, 1)
    assert "nobody can be told" in row.last_error


def test_an_alarm_is_sent_once_however_often_it_is_delivered(account, stranger, lam, work):
    enter(stranger)
    work()
    work()
    from dean06.portal.alerts import tell_of_break_glass

    row = OutboxMessage.objects.get(topic=break_glass.USED_TOPIC)
    tell_of_break_glass(row.payload, row.message_id)
    work()
    lam.wear(Role.LEADER)
    assert len(lam.get("/hop-thu/").context["page_obj"].object_list) == 1
