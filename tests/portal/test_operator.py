"""The operator's page and the emergency account on it."""

import pyotp
import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.identity.fakes import HOA, LAM

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.identity import break_glass, totp

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
