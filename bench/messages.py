"""Messages out through SMTP and SMS against bare clients sending the same, and what a page pays meanwhile.

Half of the people have an address, half a number. *Ours*: two messages to all of them, planned, claimed in batches,
handed over by two senders in a process of their own as the worker does, settled with audit entries; until the last row
is settled. *Bare*: the same letters by ``smtplib`` over one connection and the same batches by an HTTP client that
reads no answer. *A message each*: what the worker does in a row for messages written one by one, jobs included. Both
servers are processes of their own. The limit for each provider and second is lifted: it is what a contract allows, not
what the machine can. While ours sends, another process reads the inbox page.
Run: python -m bench.messages [--people 10000] [--pages 100]
"""

import argparse
import json
import logging
import multiprocessing
import os
import smtplib
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from email.message import EmailMessage
from multiprocessing.synchronize import Event
from uuid import UUID

import httpx2
import structlog
from bench.board_page import database
from bench.register_lookup import _wait

BATCH = 100
KEY, SECRET, TOKEN = "khoa", "bi-mat", "admin"
SMTP_SERVER = """
import sys, time
from aiosmtpd.controller import Controller
class Keep:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Keep(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
while True:
    time.sleep(3600)
"""
SINGLE = 600
MOST = 5000  # recipients of one message
INBOX = "/hop-thu/"


def port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(command: Sequence[str], **environment: str) -> Iterator[None]:
    running = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)


@contextmanager
def servers() -> Iterator[tuple[int, str]]:
    """Port of the mail server, address of the twin of text messages."""
    mail, sms = port(), port()
    twin = {"SMS_TWIN_KEY": KEY, "SMS_TWIN_SECRET": SECRET, "SMS_TWIN_ADMIN_TOKEN": TOKEN}
    with ExitStack() as stack:
        stack.enter_context(process(["-c", SMTP_SERVER, str(mail)]))
        stack.enter_context(process(["-m", "dean06.sandbox.sms", "--port", str(sms)], **twin))
        _wait(f"http://127.0.0.1:{sms}")
        for _ in range(100):
            try:
                smtplib.SMTP("127.0.0.1", mail, timeout=5).quit()
                break
            except OSError:
                time.sleep(0.1)
        yield mail, f"http://127.0.0.1:{sms}"


def people(count: int) -> list[UUID]:
    """Fictional persons, the first half with an address, the others with a number."""
    from dean06.kernel.base import clock
    from dean06.kernel.messaging.models import EmailAddress, PhoneNumber
    from dean06.kernel.parties.models import Party

    rows = [
        Party(kind="person", personal_id=f"000{number:09}", full_name=f"Người {number}", is_fictional=True)
        for number in range(count)
    ]
    Party.objects.bulk_create(rows, batch_size=1000)
    given = {"nonce": "x", "confirmed_at": clock.now()}
    half = count // 2
    EmailAddress.objects.bulk_create(
        (EmailAddress(party=one, email=f"n{number}@vidu.vn", **given) for number, one in enumerate(rows[:half])),
        batch_size=1000,
    )
    PhoneNumber.objects.bulk_create(
        (PhoneNumber(party=one, phone=f"849{number:08}", **given) for number, one in enumerate(rows[half:])),
        batch_size=1000,
    )
    return [row.pk for row in rows]


def write(everybody: Sequence[UUID], run: int) -> float:
    """Send messages to everybody and plan their deliveries; seconds it took."""
    from tests.templates import saying

    from dean06.kernel.base import clock, outbox
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.models import OutboxMessage
    from dean06.kernel.messaging import api

    begun = time.perf_counter()
    for start in range(0, len(everybody), MOST):
        to = everybody[start : start + MOST]
        api.send(SYSTEM, reference=f"bench:{run}:{start}", **saying(kind="alert"), to_party_ids=to)
    for name in list(OutboxMessage.objects.filter(state="pending").values_list("message_id", flat=True)):
        outbox.deliver(name)
    del clock
    return time.perf_counter() - begun


def one_by_one(everybody: Sequence[UUID]) -> tuple[float, float]:
    """A message of his own to each, as acts write them, then the worker until nothing is left; seconds of both."""
    from tests.templates import saying

    from dean06.kernel.base import jobs
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.messaging import api

    begun = time.perf_counter()
    for party_id in everybody:
        api.send(SYSTEM, reference=f"bench:one:{party_id}", **saying(kind="alert"), to_party_ids=[party_id])
    written = time.perf_counter() - begun
    begun = time.perf_counter()
    jobs.run_worker(wait=False)
    return written, time.perf_counter() - begun


def pump(channel: str) -> None:
    """One sender: batch after batch until nothing is due."""
    from django.db import connection

    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.messaging import handing
    from dean06.kernel.messaging.types import Channel

    while handing.hand_over(SYSTEM, channel=Channel(channel)):
        pass
    connection.close()


def sender(go: Event, done: Event) -> None:
    """The process that sends: two threads, as many as the worker has."""
    go.wait()
    threads = [threading.Thread(target=pump, args=(channel,)) for channel in ("email", "sms")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()


def bare(mail: int, sms: str, count: int) -> float:
    """The same letters and batches with nothing around them, both at once; seconds it took."""
    half = count // 2

    def letters() -> None:
        with smtplib.SMTP("127.0.0.1", mail, timeout=30) as connection:
            for number in range(half):
                letter = EmailMessage()
                letter["Subject"], letter["To"], letter["From"] = "Có tin mới", f"n{number}@vidu.vn", "dean06@localhost"
                letter.set_content(
                    "Bà/ông có thông báo mới: Có tin mới\n\nXem tại hộp thư: http://127.0.0.1:8600/hop-thu/"
                )
                connection.send_message(letter)

    def texts() -> None:
        with httpx2.Client(trust_env=False, timeout=30, headers={"Authorization": f"Bearer {KEY}-mot"}) as http:
            for start in range(0, count - half, BATCH):
                batch = [
                    {
                        "reference": f"bare-{number}",
                        "to": f"849{number:08}",
                        "sender": "DUCTHO",
                        "text": "Co tin moi: Co tin moi http://127.0.0.1:8600",
                        "encoding": "gsm7",
                    }
                    for number in range(start, min(start + BATCH, count - half))
                ]
                http.post(f"{sms}/mot/v1/messages", content=json.dumps({"messages": batch})).raise_for_status()

    begun = time.perf_counter()
    threads = [threading.Thread(target=letters), threading.Thread(target=texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def reader() -> Callable[[], float]:
    """A signed-in citizen's browser that opens the inbox; seconds of one page."""
    from tests.kernel.identity.fakes import FakeProvider
    from tests.portal.conftest import Person

    from dean06.kernel.base.wiring import override
    from dean06.kernel.ports.identity_provider import IdentityProvider

    provider = FakeProvider()
    with override(IdentityProvider, provider):
        hoa = Person(provider, "hoa")
        hoa.sign_in()

    def read() -> float:
        begun = time.perf_counter()
        answer = hoa.get(INBOX)
        if answer.status_code != 200:
            raise SystemExit(f"the inbox answered {answer.status_code}")
        return time.perf_counter() - begun

    return read


def p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def measure(mail: int, sms: str, count: int, pages: int) -> None:
    from django.conf import settings
    from django.db import connections

    from dean06.kernel.messaging import handing
    from dean06.kernel.messaging.models import Delivery

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.disable(logging.WARNING)
    handing.PROVIDER_LIMIT = replace(handing.PROVIDER_LIMIT, count=1_000_000)
    settings.EMAIL_URL = f"smtp://127.0.0.1:{mail}"
    settings.SMS = [
        {"name": "mot", "url": f"{sms}/mot", "key": f"{KEY}-mot", "secret": f"{SECRET}-mot", "sender": "DUCTHO"}
    ]
    settings.VNEID_INBOX = {}
    everybody, read = people(count), reader()
    bare_first = bare(mail, sms, count)
    httpx2.post(f"{sms}/admin/forget", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False)
    planned = write(everybody, 1)
    idle = [read() for _ in range(pages)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    go, done = context.Event(), context.Event()
    sending = context.Process(target=sender, args=(go, done))
    sending.start()
    begun = time.perf_counter()
    go.set()
    busy: list[float] = []
    while not done.is_set():
        busy.append(read())
        done.wait(0.2)  # a page every 200 ms: a reader, not a load of its own
    ours = time.perf_counter() - begun
    sending.join()
    left = Delivery.objects.exclude(state="sent").exclude(state="delivered").count()
    if left or Delivery.objects.count() != count:
        raise SystemExit(f"{left} of {Delivery.objects.count()} deliveries were not sent")
    httpx2.post(f"{sms}/admin/forget", headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False)
    few = everybody[:: max(1, count // SINGLE)][:SINGLE]
    written, worked = one_by_one(few)
    if Delivery.objects.filter(state="queued").exists():
        raise SystemExit("the worker left deliveries behind")
    nothing = statistics.mean([bare_first, bare(mail, sms, count)])
    print(f"planning {count} deliveries: {planned:.1f} s")
    print(f"ours {count / ours * 60:8.0f} messages/min   bare clients {count / nothing * 60:8.0f}")
    print(f"ours at {nothing / ours:.2f} of the bare clients' rate; with planning {nothing / (ours + planned):.2f}")
    print(
        f"a message each: written {len(few) / written * 60:.0f}/min, worked off {len(few) / worked * 60:.0f}/min "
        f"({written / worked:.1f} x)"
    )
    print(f"inbox page p95: idle {p95(idle):.0f} ms, while sending {p95(busy):.0f} ms ({p95(busy) / p95(idle):.1f} x)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=100)
    options = parser.parse_args()
    with servers() as (mail, sms), database():
        measure(mail, sms, options.people, options.pages)


if __name__ == "__main__":
    main()
