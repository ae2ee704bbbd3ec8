"""People, a bank and services that do not give up: each asks again, the same thing, until it is answered."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from bench._people import CSRF, Browser
from tests.crash.checker import Told
from tests.templates import saying

from dean06.sandbox.bank.accounts import Entry
from dean06.sandbox.bank.faults import Faults
from dean06.sandbox.bank.notices import Notifier

TIMEOUT_SECONDS = 10
PAUSE_SECONDS = 0.1
NOTICES = "/api/ngan-hang/thong-bao/"


class GaveUp(Exception):
    """An answer no client should get, or none in time."""


@dataclass
class Site:
    """Where to ask and until when; ``told`` collects the answers, ``repeats`` counts what had to be asked again."""

    port: int
    until: float
    told: Told = field(default_factory=Told)
    repeats: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answered(self) -> int:
        return len(self.told.filings) + len(self.told.credits) + len(self.told.messages)

    def insist(self, ask: Callable[[], bool], what: str) -> None:
        """Again and again until ``ask`` says that it was answered."""
        while time.monotonic() < self.until:
            if ask():
                return
            with self.lock:
                self.repeats += 1
            time.sleep(PAUSE_SECONDS)  # a client's own pause between two tries
        raise GaveUp(f"{what} was never answered")

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse | None:
        """One try; None when the connection broke before the whole answer was here."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        else:
            return answer
        finally:
            connection.close()


def filer(site: Site, person: Browser, drafts: Iterable[tuple[UUID, int]]) -> None:
    """Hands in her forms, pressing the button again when no page comes."""
    headers = {"Cookie": person.cookies, "Content-Type": "application/x-www-form-urlencoded"}
    for draft, revision in drafts:
        body = urlencode({"csrfmiddlewaretoken": CSRF, "revision": revision}).encode()

        def hand_in(draft: UUID = draft, body: bytes = body) -> bool:
            answer = site.post(f"/to-khai/{draft}/nop/", body, headers)
            if answer is None or answer.status >= 500:
                return False
            where = answer.headers.get("Location", "").strip("/").split("/")
            if answer.status != 302 or where[0] != "ho-so":
                raise GaveUp(f"handing in answered {answer.status} {where}")
            site.told.filings[str(draft)] = where[1]
            return True

        site.insist(hand_in, f"draft {draft}")


def bank(site: Site, secret: str, account: str, orders: Iterable[tuple[str, int]]) -> None:
    """Tells of a credit for each order until it is taken, as the twin does."""
    notifier = Notifier(url="", secret=secret, faults=Faults())
    for number, (code, amount) in enumerate(orders):
        reference, booked_at = f"FT{code}{number}", datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(
            account=account, side="credit", reference=reference, amount=amount, content=code, booked_at=booked_at
        )

        def tell(entry: Entry = entry) -> bool:
            message = notifier.message(entry)
            answer = site.post(NOTICES, message.body, message.headers)
            if answer is None or answer.status >= 500:
                return False
            if answer.status != 200:
                raise GaveUp(f"a notice was answered {answer.status}")
            site.told.credits[entry.reference] = entry.amount
            return True

        site.insist(tell, f"notice {reference}")


def service(site: Site, name: str, people: Iterable[UUID]) -> None:
    """A service of the platform that has something to say to everybody, under one reference each."""
    from django.db import Error, connection

    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.messaging import api as messaging

    for number, person in enumerate(people):
        reference = f"crash:{name}:{number}"

        def say(reference: str = reference, person: UUID = person) -> bool:
            try:
                messaging.send(SYSTEM, reference=reference, **saying(kind="alert"), to_party_ids=[person])
            except Error:
                connection.close()
                return False
            site.told.messages.add(reference)
            return True

        site.insist(say, f"message {reference}")
    connection.close()


def together(works: Iterable[Callable[[], None]]) -> tuple[list[threading.Thread], list[Exception]]:
    """All at once; the list fills with what went wrong."""
    wrong: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told by whoever waits for the threads
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    return threads, wrong


def as_json(told: Told) -> str:
    """How much was answered."""
    counts = {name: len(getattr(told, name)) for name in ("filings", "credits", "messages", "taken")}
    return json.dumps(counts)
