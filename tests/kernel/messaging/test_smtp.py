"""E-mail over a real server: what it takes, refuses, puts off, and what happens when it goes away in the middle."""

import smtplib
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from tests.sandbox.twin import free_port
from tests.templates import saying

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.messaging import api, email, handing
from dean06.kernel.messaging.email import Letter
from dean06.kernel.messaging.models import Delivery, EmailAddress
from dean06.kernel.messaging.types import Channel
from dean06.kernel.ports.handover import Fate


class Server:
    """Keeps letters; answers RCPT and DATA as told by the words of the address."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if "unknown" in address:
            return "550 no such user"
        if "full" in address:
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if "spam" in envelope.rcpt_tos[0]:
            return "554 no"
        self.kept.append(envelope.content)
        if "gone" in envelope.rcpt_tos[0]:
            server.transport.abort()  # taken, and nobody hears of it
        return "250 OK"


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


def letter(to: str) -> Letter:
    return Letter(to=f"{to}@vidu.vn", subject="Hồ sơ đã có kết quả", text="Xem tại hộp thư.", reference=to)


def test_letters_go_over_one_connection_each_with_its_own_fate(server):
    fates = email.post_all([letter(to) for to in ("hoa", "unknown", "full", "spam", "minh")])
    assert [fate for fate, _ in fates] == [Fate.ACCEPTED, Fate.REFUSED, Fate.LATER, Fate.REFUSED, Fate.ACCEPTED]
    assert [word for _, word in fates] == ["", "recipient 550", "recipient 452", "status 554", ""]
    assert len(server.kept) == 2


def test_a_connection_lost_after_the_letter_is_uncertain_and_the_rest_not_begun(server):
    fates = email.post_all([letter(to) for to in ("hoa", "gone", "minh")])
    assert [fate for fate, _ in fates] == [Fate.ACCEPTED, Fate.UNCERTAIN, Fate.LATER]
    again = email.post_all([letter("gone")])
    assert again[0][0] is Fate.UNCERTAIN
    first, second = (one for one in server.kept if b"gone@" in one)
    identifiers = [
        next(line for line in one.splitlines() if line.lower().startswith(b"message-id")) for one in (first, second)
    ]
    assert identifiers[0] == identifiers[1], "whoever receives both knows that they are one"


def test_a_server_that_takes_too_long_keeps_the_rest_for_later(server, monkeypatch):
    monkeypatch.setattr(email, "BATCH_SECONDS", -1.0)
    assert [fate for fate, _ in email.post_all([letter("hoa"), letter("minh")])] == [Fate.ACCEPTED, Fate.LATER]


def test_with_nobody_there_nothing_was_handed_over(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    with pytest.raises((OSError, smtplib.SMTPException)):
        email.post_all([letter("hoa")])


def test_a_message_goes_the_whole_way(hoa, minh, server, work):
    EmailAddress.objects.create(party_id=hoa.party_id, email="hoa@vidu.vn", nonce="x", confirmed_at=clock.now())
    EmailAddress.objects.create(party_id=minh.party_id, email="unknown@vidu.vn", nonce="x", confirmed_at=clock.now())
    api.send(
        SYSTEM, reference="s:1", **saying("Có kết quả", "Nội dung riêng"), to_party_ids=[hoa.party_id, minh.party_id]
    )
    work()
    assert dict(Delivery.objects.values_list("party_id", "state")) == {hoa.party_id: "sent", minh.party_id: "failed"}
    (kept,) = server.kept
    assert b"/hop-thu/" in kept
    assert handing.hand_over(SYSTEM, channel=Channel.EMAIL) == 0
