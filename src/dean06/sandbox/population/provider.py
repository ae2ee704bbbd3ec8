"""The provider behind the exchange layer: every call of protocols/population/README.md."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dean06.sandbox.population.batches import Batch, Batches
from dean06.sandbox.population.comparing import compare
from dean06.sandbox.population.elements import collection
from dean06.sandbox.population.faults import Fault
from dean06.sandbox.population.messages import MAX_NUMBER_DIGITS, Messages
from dean06.sandbox.population.people.person import Person
from dean06.sandbox.population.problems import Problem
from dean06.sandbox.population.purposes import Purposes, require_known
from dean06.sandbox.population.register import Register

JSON, XML = "application/json", "application/xml"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A call that the exchange layer let through; ``body`` is None when it was too large."""

    client: str
    service: str
    rest: str
    method: str
    query: str
    issue: str
    content_type: str
    body: bytes | None
    faults: frozenset[Fault] = frozenset()
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the provider says when it does not refuse."""

    body: bytes
    media_type: str = JSON
    status: int = 200


class Provider:
    """Answers calls; comparing a batch begins with its upload and goes on after that is answered."""

    def __init__(self, register: Register) -> None:
        self.register, self.batches = register, Batches(register)
        self.messages, self.purposes = Messages(), Purposes()
        self._work: dict[int, asyncio.Task[None]] = {}

    def answer(self, ask: Ask) -> Answer:
        """The answer, or Problem; checks in the order the README gives."""
        call, words = _call_of(ask)
        if not ISSUE.fullmatch(ask.issue):
            raise Problem("missing_issue")
        if call.has_body and ask.content_type.partition(";")[0].strip().lower() != JSON:
            raise Problem("media_type")
        if ask.body is None:
            raise Problem("too_large")
        if (call.has_body and ask.query) or (ask.body and not call.has_body):
            raise Problem("malformed", errors=["query" if call.has_body else "body"])
        return call.answer(self, Ask(**{**vars(ask), "words": words}))

    def verify(self, ask: Ask) -> Answer:
        """Compare a claim."""
        asked = self.messages.read("verifyRequest", ask.body or b"")
        self.purposes.of(asked["purpose"], "verify", self.register.today()).allow_claims(asked["claim"])
        return _json(compare(asked["claim"], self._found(asked["personalId"], ask)).body())

    def citizen(self, ask: Ask) -> Answer:
        """One person."""
        asked = self._citizen_request(ask, "citizen")
        person = self._found(asked["personalId"], ask)
        if person is None:
            raise Problem("not_found")
        return self._collection([person], asked["fields"])

    def household(self, ask: Ask) -> Answer:
        """Everybody who lives with a person."""
        asked = self._citizen_request(ask, "household")
        person = self._found(asked["personalId"], ask)
        if person is None:
            raise Problem("not_found")
        return self._collection([*self.register.household(person.household)], asked["fields"])

    def open_batch(self, ask: Ask) -> Answer:
        """A place for many claims."""
        asked = self.messages.read("batchRequest", ask.body or b"")
        self.purposes.of(asked["purpose"], "batch", self.register.today())
        batch, is_new = self.batches.open(ask.client, asked)
        return _json(batch.body(), status=201 if is_new else 200)

    def put_rows(self, ask: Ask) -> Answer:
        """Some of the claims."""
        asked = self.messages.read("batchRows", ask.body or b"")
        batch = self.batches.find(ask.client, ask.words["batch"])
        purpose = self.purposes.of(batch.purpose, "batch", self.register.today())
        purpose.allow_claims({name for row in asked["rows"] for name in row["claim"]})
        self.batches.add(batch, int(ask.words["offset"]), asked["rows"])
        if self.batches.work(batch):
            self._go_on(batch)
        return _json(self.batches.find(ask.client, batch.id).body())

    def batch_state(self, ask: Ask) -> Answer:
        """How far a batch is."""
        batch = self.batches.find(ask.client, ask.words["batch"])
        self._go_on(batch)
        return _json(batch.body())

    def batch_results(self, ask: Ask) -> Answer:
        """Results that are there."""
        first, limit = self.messages.read_results_query(ask.query)
        batch = self.batches.find(ask.client, ask.words["batch"])
        self._go_on(batch)
        return _json(self.batches.results(batch, first, limit))

    def changes(self, ask: Ask) -> Answer:
        """What changed since."""
        code, since, limit = self.messages.read_changes_query(ask.query)
        purpose = self.purposes.of(code, "changes", self.register.today())
        return _json(self.register.changes(since, limit, purpose.fields))

    def _citizen_request(self, ask: Ask, service: str) -> dict[str, Any]:
        asked = self.messages.read("citizenRequest", ask.body or b"")
        require_known(asked["fields"])
        self.purposes.of(asked["purpose"], service, self.register.today()).allow(asked["fields"])
        return asked

    def _found(self, personal_id: str, ask: Ask) -> Person | None:
        if Fault.OTHER_PERSON in ask.faults:
            return self.register.another(personal_id)
        return self.register.find(personal_id)

    def _collection(self, people: list[Person], fields: list[str]) -> Answer:
        return Answer(body=collection(people, fields, self.register), media_type=XML)

    def _go_on(self, batch: Batch) -> None:
        """Compare in the background, also what a process before this one left undone."""
        if batch.number not in self._work:
            task = asyncio.get_running_loop().create_task(self._compare(batch))
            self._work[batch.number] = task
            task.add_done_callback(lambda _: self._work.pop(batch.number, None))

    async def _compare(self, batch: Batch) -> None:
        await asyncio.sleep(0)  # the upload is answered first
        while self.batches.work(batch):
            await asyncio.sleep(0)


@dataclass(frozen=True)
class Call:
    """A row of the table of calls: what follows the service's name, and who answers."""

    service: str
    rest: str
    method: str
    answer: Callable[[Provider, Ask], Answer]

    @property
    def has_body(self) -> bool:
        """GET has none."""
        return self.method != "GET"


ISSUE = re.compile(r"[ -~]{1,255}")
BATCH = "/(?P<batch>[A-Za-z0-9-]{8,64})"
CALLS = (
    Call("verifyCitizen", "", "POST", Provider.verify),
    Call("getCitizen", "", "POST", Provider.citizen),
    Call("getHousehold", "", "POST", Provider.household),
    Call("batchVerify", "", "POST", Provider.open_batch),
    Call("batchVerify", f"{BATCH}/rows/(?P<offset>[0-9]{{1,{MAX_NUMBER_DIGITS}}})", "PUT", Provider.put_rows),
    Call("batchVerify", BATCH, "GET", Provider.batch_state),
    Call("batchVerify", f"{BATCH}/results", "GET", Provider.batch_results),
    Call("listChanges", "", "GET", Provider.changes),
)
SERVICES = frozenset(call.service for call in CALLS)


def _call_of(ask: Ask) -> tuple[Call, dict[str, str]]:
    fitting = [
        (call, found.groupdict())
        for call in CALLS
        if call.service == ask.service and (found := re.fullmatch(call.rest, ask.rest))
    ]
    if not fitting:
        raise Problem("not_found")
    for call, words in fitting:
        if call.method == ask.method:
            return call, words
    raise Problem("method", allow=", ".join(call.method for call, _ in fitting))


def _json(document: dict[str, object], status: int = 200) -> Answer:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(body=body, status=status)
