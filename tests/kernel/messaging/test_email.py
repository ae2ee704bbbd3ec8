"""E-mail: only when offered, only to a confirmed address, never the content."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from tests.kernel.audit_trail import actions_of
from tests.kernel.messaging.conftest import UNIT
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.messaging import api, email, handing
from dean06.kernel.messaging.models import Delivery, EmailAddress
from dean06.kernel.messaging.types import Channel, DeliveryState


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.EMAIL_URL = "smtp+tls://dean06:secret@mail.test:587"


def confirmed(actor, work, address="hoa@vidu.vn"):
    api.ask_email(actor, email=address)
    work()
    code = re.search(r"\d{6}", mail.outbox[-1].body).group()
    api.confirm_email(actor, code=code)
    mail.outbox.clear()


def send(hoa, **changes):
    content = {"reference": "test:1"} | saying("Có báo cáo mới", "Nội dung riêng tư")
    return api.send(SYSTEM, **(content | {"to_party_ids": [hoa.party_id]} | changes))


def test_an_address_counts_once_the_code_came_back(hoa, work):
    api.ask_email(hoa, email="hoa@vidu.vn")
    assert not api.email_state(hoa).is_confirmed
    work()
    (letter,) = mail.outbox
    assert letter.to == ["hoa@vidu.vn"]
    with pytest.raises(Invalid):
        api.confirm_email(hoa, code="not it")
    api.confirm_email(hoa, code=re.search(r"\d{6}", letter.body).group())
    assert api.email_state(hoa).is_confirmed


def test_the_code_lies_in_no_table(hoa, work):
    api.ask_email(hoa, email="hoa@vidu.vn")
    work()
    code = re.search(r"\d{6}", mail.outbox[0].body).group()
    row = EmailAddress.objects.values().get()
    payloads = list(OutboxMessage.objects.values_list("payload", "message_id"))
    assert code not in str({key: value for key, value in row.items() if key not in ("id", "nonce", "party_id")})
    assert code not in str([payload for payload, _ in payloads]).replace(str(row["id"]), "")


def test_a_code_grows_old_and_a_new_one_replaces_it(hoa, work):
    api.ask_email(hoa, email="hoa@vidu.vn")
    work()
    old = re.search(r"\d{6}", mail.outbox[0].body).group()
    with clock.at(clock.now() + email.CODE_LIFETIME + timedelta(seconds=1)), pytest.raises(Invalid):
        api.confirm_email(hoa, code=old)
    api.ask_email(hoa, email="hoa@vidu.vn")
    with pytest.raises(Invalid):
        api.confirm_email(hoa, code=old)


def test_asking_and_guessing_are_limited(hoa):
    with clock.at(clock.now()):
        for _ in range(email.ASK_LIMIT.count):
            api.ask_email(hoa, email="hoa@vidu.vn")
        with pytest.raises(TooMany):
            api.ask_email(hoa, email="hoa@vidu.vn")
        for _ in range(email.GUESS_LIMIT.count):
            with pytest.raises(Invalid):
                api.confirm_email(hoa, code="x")
        with pytest.raises(TooMany):
            api.confirm_email(hoa, code="x")


def test_what_is_no_address_is_refused(hoa):
    for wrong in ("", "hoa", "hoa@", "hoa@vidu.vn\nBcc: ai@vidu.vn"):
        with pytest.raises(Invalid):
            api.ask_email(hoa, email=wrong)


def test_a_message_is_told_without_its_content(hoa, work):
    confirmed(hoa, work)
    send(hoa)
    work()
    (letter,) = mail.outbox
    assert letter.to == ["hoa@vidu.vn"]
    assert "Nội dung riêng tư" not in letter.body
    assert "/hop-thu/" in letter.body
    assert len(actions_of("messaging.email_sent")) == 1


def test_telling_twice_is_recognised_by_both_ends(hoa, work):
    confirmed(hoa, work)
    send(hoa)
    work()
    assert handing.hand_over(SYSTEM, channel=Channel.EMAIL) == 0
    assert len(mail.outbox) == 1
    # As if the worker had died between sending and noting:
    Delivery.objects.update(state=DeliveryState.QUEUED, sent_at=None)
    work()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_nobody_is_written_to_unasked(hoa, minh, work):
    api.ask_email(minh, email="minh@vidu.vn")
    work()
    mail.outbox.clear()
    send(hoa, to_party_ids=[hoa.party_id, minh.party_id])
    work()
    assert mail.outbox == []


def test_nothing_is_sent_where_no_server_is_named(hoa, work, settings):
    confirmed(hoa, work)
    settings.EMAIL_URL = ""
    send(hoa)
    work()
    assert mail.outbox == []
    assert not Delivery.objects.exists()
    assert len(api.inbox(hoa)) == 1


def test_holders_of_the_units_role_are_told(clerk, work):
    confirmed(clerk, work, "lananh@vidu.vn")
    with clock.at(clock.local(clock.now()).replace(year=2023)):
        api.send(SYSTEM, reference="u:1", **saying("Nhắc hạn"), to_unit_code=UNIT, to_role=Role.CLERK)
        work()
    assert [letter.to for letter in mail.outbox] == [["lananh@vidu.vn"]]


def test_a_server_that_fails_is_tried_again(hoa, work, monkeypatch):
    confirmed(hoa, work)
    send(hoa)
    monkeypatch.setattr(email, "_connection", lambda: (_ for _ in ()).throw(ConnectionRefusedError("mail.test")))
    work()
    row = Delivery.objects.get()
    assert (row.attempts, row.state, row.error) == (1, "queued", "ConnectionRefusedError")
    monkeypatch.undo()
    with clock.at(row.due_at):
        assert handing.hand_over(SYSTEM, channel=Channel.EMAIL) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_the_server_is_read_from_one_address(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_URL = "smtps://ai%40vidu.vn:m%3At@mail.test"
    connection = email._connection()
    assert (connection.host, connection.port) == ("mail.test", 465)
    assert (connection.username, connection.password) == ("ai@vidu.vn", "m:t")
    assert (connection.use_ssl, connection.use_tls, connection.timeout) == (True, False, 10)


def test_an_address_can_be_taken_back(hoa, work):
    confirmed(hoa, work)
    api.forget_email(hoa)
    assert api.email_state(hoa).email == ""
    send(hoa)
    work()
    assert mail.outbox == []
    for act in (lambda: api.forget_email(hoa), lambda: api.confirm_email(hoa, code="123456")):
        with pytest.raises(NotFound):
            act()


def test_only_persons_have_an_address(db):
    with pytest.raises(NotPermitted):
        api.ask_email(SYSTEM, email="ai@vidu.vn")
