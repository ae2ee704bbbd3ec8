"""Telling the platform of a credit: signed, tried again until it is taken, and every way of getting it wrong."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field

import httpx2

from dean06.sandbox.bank.accounts import Entry
from dean06.sandbox.bank.faults import Fault, Faults

PAUSES_S = (0.2, 1.0, 3.0, 10.0, 30.0, 120.0, 600.0)
TIMEOUT_S = 10.0
TAKEN = range(200, 300)
OLD_S = 3600


@dataclass(frozen=True, kw_only=True)
class Message:
    """A notice as it goes out."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Notifier:
    """Where notices go and how they are signed; ``answers`` is what came back, for tests."""

    url: str
    secret: str
    faults: Faults
    answers: list[int] = field(default_factory=list)
    held: list[Entry] = field(default_factory=list)
    last: Message | None = None
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def tell(self, entry: Entry) -> None:
        """Send a notice of a credit, in the background."""
        if not self.url or Fault.SILENT in self.faults:
            return
        if Fault.HELD in self.faults:
            self.held.append(entry)
            return
        message = self.message(entry)
        for _ in range(2 if Fault.DOUBLE in self.faults else 1):
            self._start(message)

    def release(self) -> int:
        """Send what was held, the last first."""
        waiting, self.held = self.held[::-1], []
        for entry in waiting:
            self._start(self.message(entry))
        return len(waiting)

    def replay(self) -> bool:
        """The last notice again, as it was."""
        if self.last is None:
            return False
        self._start(self.last)
        return True

    def message(self, entry: Entry) -> Message:
        """A signed notice of an entry (Standard Webhooks 1.0)."""
        told = {
            "type": "credit.booked",
            "data": {
                "account": entry.account,
                "reference": entry.reference,
                "amount": entry.amount,
                "currency": "VND",
                "content": entry.content,
                "booked_at": entry.booked_at,
            },
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        message_id = f"msg_{entry.reference}"
        timestamp = str(int(time.time()) - (OLD_S if Fault.STALE in self.faults else 0))
        key = secrets.token_hex() if Fault.FORGED in self.faults else self.secret
        digest = hmac.new(key.encode(), f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
            "Content-Type": "application/json",
        }
        self.last = Message(headers=headers, body=body)
        return self.last

    def _start(self, message: Message) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, message: Message) -> None:
        """Until it is taken, or refused for good (4xx but 429), or the last pause is over."""
        async with httpx2.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as http:
            for pause in (*PAUSES_S, None):
                status = await self._post(http, message)
                self.answers.append(status)
                is_final = status in TAKEN or (400 <= status < 500 and status != 429)
                if is_final or pause is None:
                    return
                await asyncio.sleep(pause)

    async def _post(self, http: httpx2.AsyncClient, message: Message) -> int:
        try:
            answer = await http.post(self.url, content=message.body, headers=message.headers)
        except httpx2.HTTPError:
            return 0
        return answer.status_code
