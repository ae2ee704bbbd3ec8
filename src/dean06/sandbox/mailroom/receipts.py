"""Posting receipts: signed, in batches, tried again until taken."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque

import httpx2

from dean06.sandbox.mailroom.desk import Desk
from dean06.sandbox.mailroom.faults import Fault

PAUSE_SECONDS = 0.3
MOST_AT_ONCE = 500
MOST_TRIES = 40
LONGEST_PAUSE_SECONDS = 5.0
NEVER_GIVEN = "khong-phai-tin-nao"


class Postman:
    """One desk's receipts. ``owe`` them; ``run`` posts until cancelled."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._owed: deque[str] = deque()

    def owe(self, references: list[str]) -> None:
        """Note messages whose receipt is due."""
        self._owed.extend(references)

    async def run(self) -> None:
        """Post what is owed, for ever."""
        async with httpx2.AsyncClient(trust_env=False, timeout=10) as http:
            while True:
                await asyncio.sleep(PAUSE_SECONDS)
                batch = [self._owed.popleft() for _ in range(min(len(self._owed), MOST_AT_ONCE))]
                told = [receipt for one in batch if (receipt := self.desk.settle(one))]
                if told and self.desk.receipts_url and Fault.NO_RECEIPT not in self.desk.faults:
                    await self._post_all(http, told)

    async def _post_all(self, http: httpx2.AsyncClient, told: list[dict[str, str]]) -> None:
        faults = self.desk.faults
        if Fault.LYING_RECEIPT in faults:
            told = [self.desk.receipt(NEVER_GIVEN, "delivered"), *told]
        await self._post(http, told)
        if Fault.DUPLICATE_RECEIPT in faults:
            await self._post(http, told)
        if Fault.CHANGED_MIND in faults:
            await self._post(http, [self.desk.receipt(one["reference"], "failed", "changed_mind") for one in told])

    async def _post(self, http: httpx2.AsyncClient, told: list[dict[str, str]]) -> None:
        """Until a 2xx comes or the tries are used up."""
        body = json.dumps({"receipts": told}, separators=(",", ":")).encode()
        for attempt in range(MOST_TRIES):
            secret = "someone else's" if Fault.FORGED_RECEIPT in self.desk.faults else self.desk.secret
            headers = {"X-Signature": sign(secret, body, int(time.time())), "Content-Type": "application/json"}
            try:
                answer = await http.post(self.desk.receipts_url, content=body, headers=headers)
                if answer.is_success or Fault.FORGED_RECEIPT in self.desk.faults:
                    return
            except httpx2.TransportError:
                pass
            await asyncio.sleep(min(PAUSE_SECONDS * 2**attempt, LONGEST_PAUSE_SECONDS))


def sign(secret: str, body: bytes, seconds: int) -> str:
    """The header X-Signature."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
