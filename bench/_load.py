"""Fifty people at once over real sockets: each has a connection and asks again as soon as she is answered."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LONGEST_HEAD = 65536


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    head: str
    body: bytes


def get(path: str, cookies: str = "") -> bytes:
    """A request as a browser sends it: it takes compressed pages."""
    return _request("GET", path, cookies, b"")


def post(path: str, cookies: str, body: str) -> bytes:
    """A form sent."""
    return _request("POST", path, cookies, body.encode())


def _request(method: str, path: str, cookies: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Encoding: gzip"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(port: int, users: Sequence[Iterator[bytes]], *, wanted: int, seconds: float) -> list[float]:
    """Seconds each answer took while every user asks in turn; SystemExit for an answer that is not ``wanted``.

    A user stops at the end of the time or of his requests.
    """
    return asyncio.run(_drive(port, users, wanted, seconds))


def once(port: int, request: bytes) -> Answer:
    """One request by itself."""

    async def ask() -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST_HEAD)
        try:
            writer.write(request)
            return await _answer(reader)
        finally:
            writer.close()

    return asyncio.run(ask())


def p95(taken: Sequence[float]) -> float:
    """The time 95 of 100 stay under."""
    return statistics.quantiles(taken, n=20)[-1]


async def _drive(port: int, users: Sequence[Iterator[bytes]], wanted: int, seconds: float) -> list[float]:
    end = time.perf_counter() + seconds
    taken = await asyncio.gather(*(_user(port, requests, wanted, end) for requests in users))
    return [one for each in taken for one in each]


async def _user(port: int, requests: Iterator[bytes], wanted: int, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST_HEAD)
    taken = []
    for request in requests:
        begun = time.perf_counter()
        if begun > end:
            break
        writer.write(request)
        answer = await _answer(reader)
        taken.append(time.perf_counter() - begun)
        if answer.status != wanted:
            raise SystemExit(f"{request[:80]!r} answered {answer.status}: {answer.head}\n{answer.body[:500]!r}")
    writer.close()
    return taken


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))}
    if "chunked" in fields.get("transfer-encoding", ""):
        body = b"".join([chunk async for chunk in _chunks(reader)])
    else:
        body = await reader.readexactly(int(fields.get("content-length", "0")))
    return Answer(status=int(head.split(" ", 2)[1]), head=head, body=body)


async def _chunks(reader: asyncio.StreamReader):
    while size := int(await reader.readline(), 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readline()


def endless(make: Callable[[], bytes]) -> Iterator[bytes]:
    """The same asked again and again."""
    while True:
        yield make()
