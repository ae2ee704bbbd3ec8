"""The exchange layer in front of the provider: X-Road REST, protocol r1 (PR-REST 1.0.3) as far as the README has it."""

import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dean06.sandbox.population.faults import Fault, Faults
from dean06.sandbox.population.problems import LayerError, Problem
from dean06.sandbox.population.provider import SERVICES, Ask, Provider

PREFIX = "/r1/"
PROVIDER = "VN/GOV/000.00.G01/dancu"
MAX_BODY_BYTES = 1024 * 1024
MAX_READ_BYTES = 16 * 1024 * 1024
HASHED = ("x-road-client", "x-road-id", "x-road-userid", "x-road-issue", "content-type")
ONCE = HASHED[:4]
CLIENT = re.compile(r"[A-Za-z0-9._-]{1,40}(/[A-Za-z0-9._-]{1,40}){2,3}")
HEADER = re.compile(r"[ -~]{1,255}")
RETRY_SECONDS = 2
OVERSIZED_CHUNK, OVERSIZED_CHUNKS = b" " * (1024 * 1024), 32


@dataclass
class Allowance:
    """Calls a client may still make; fills up evenly."""

    per_minute: int
    left: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = float(self.per_minute)

    def take(self) -> bool:
        """One call, if there is one."""
        now = time.monotonic()
        self.left = min(self.per_minute, self.left + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Exchange:
    """An ASGI application that admits calls, passes them on and says who asked what of whom."""

    def __init__(self, provider: Provider, faults: Faults, clients: frozenset[str], per_minute: int) -> None:
        self.provider, self.faults = provider, faults
        self._allowances = {client: Allowance(per_minute) for client in clients}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        struck = self.faults.take()
        said = _said(request)
        try:
            service, rest = self._admit(request, said)
            await self.faults.wait(struck)
            if Fault.UNREACHABLE in struck:
                raise LayerError("Server.ServerProxy.ServiceFailed")
        except LayerError as error:
            return _layer_error(error, said)
        body, digest = await _read(request)
        headers = _headers(said, service)
        if digest is not None:
            headers["X-Road-Request-Hash"] = request_hash(request, digest)
        ask = Ask(
            client=said["x-road-client"],
            service=service,
            rest=rest,
            method=request.method,
            query=request.scope["query_string"].decode("latin-1"),
            issue=said.get("x-road-issue", ""),
            content_type=said.get("content-type", ""),
            body=body,
            faults=struck,
        )
        return misbehave(self._ask(ask, headers), struck)

    def _admit(self, request: Request, said: dict[str, str]) -> tuple[str, str]:
        """(service, rest of the path), or LayerError."""
        path = request.scope["raw_path"].decode("latin-1")
        if not path.startswith(PREFIX):
            raise LayerError("Client.BadRequest", "path")
        names = [name.decode("latin-1") for name, _ in request.scope["headers"]]
        for name in ONCE:
            if names.count(name) > 1 or (name != "x-road-issue" and not HEADER.fullmatch(said.get(name, "-"))):
                raise LayerError("Client.BadRequest", name)
        if not CLIENT.fullmatch(said.get("x-road-client", "")):
            raise LayerError("Client.BadRequest", "x-road-client")
        if said["x-road-client"] not in self._allowances:
            raise LayerError("Server.ServerProxy.AccessDenied")
        for service in SERVICES:
            whole = f"{PREFIX}{PROVIDER}/{service}"
            if path == whole or path.startswith(f"{whole}/"):
                return service, path.removeprefix(whole)
        raise LayerError("Server.ServerProxy.UnknownService")

    def _ask(self, ask: Ask, headers: dict[str, str]) -> Response:
        try:
            if Fault.DOWN in ask.faults:
                raise Problem("unavailable", retry_after=RETRY_SECONDS)
            if Fault.TOO_MANY in ask.faults or not self._allowances[ask.client].take():
                raise Problem("too_many", retry_after=RETRY_SECONDS)
            answer = self.provider.answer(ask)
        except Problem as problem:
            return _json(problem.body(), problem.status, "application/problem+json", headers | problem.headers())
        return Response(answer.body, answer.status, {**headers, "Content-Type": answer.media_type})


def request_hash(request: Request, body: bytes) -> str:
    """``body`` is its digest, empty when there was none."""
    target = request.scope["raw_path"]
    if query := request.scope["query_string"]:
        target += b"?" + query
    lines = [request.method.encode() + b" " + target]
    sent = {name: value.strip(b" \t") for name, value in request.scope["headers"]}
    lines += [name.encode() + b":" + sent[name.encode()] for name in HASHED if name.encode() in sent]
    head = b"".join(line + b"\r\n" for line in lines)
    digest = hashlib.sha512(head).digest()
    return base64.b64encode(hashlib.sha512(digest + body).digest() if body else digest).decode()


async def _read(request: Request) -> tuple[bytes | None, bytes | None]:
    """(body, its SHA-512): no body when it is too large, no digest when it is larger than anybody would read."""
    body, digest, size = bytearray(), hashlib.sha512(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_READ_BYTES:
            return None, None
        digest.update(chunk)
        if size <= MAX_BODY_BYTES:
            body += chunk
    return (bytes(body) if size <= MAX_BODY_BYTES else None), (digest.digest() if size else b"")


def _said(request: Request) -> dict[str, str]:
    """The headers that count, without blanks around."""
    return {name: request.headers[name].strip(" \t") for name in HASHED if name in request.headers}


def _headers(said: dict[str, str], service: str) -> dict[str, str]:
    return {
        "X-Road-Client": said["x-road-client"],
        "X-Road-Service": f"{PROVIDER}/{service}",
        "X-Road-Id": said.get("x-road-id") or secrets.token_hex(16),
        "X-Road-Request-Id": secrets.token_hex(16),
    }


def _layer_error(error: LayerError, said: dict[str, str]) -> Response:
    headers = {"X-Road-Error": error.type, "X-Road-Request-Id": secrets.token_hex(16)}
    for name in ("X-Road-Client", "X-Road-Id"):
        if HEADER.fullmatch(said.get(name.lower(), "")):
            headers[name] = said[name.lower()]
    return _json(error.body(), error.status, "application/json", headers)


def _json(
    document: dict[str, object] | dict[str, str], status: int, media_type: str, headers: dict[str, str]
) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, {**headers, "Content-Type": media_type})


def misbehave(response: Response, struck: frozenset[Fault]) -> Response:
    """An answer as a broken provider or a bad line would give it."""
    if Fault.WRONG_HASH in struck:
        response.headers["X-Road-Request-Hash"] = base64.b64encode(hashlib.sha512(b"another request").digest()).decode()
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    if Fault.REDIRECT in struck:
        return Response(b"", 307, {**headers, "Location": "/healthz"})
    if Fault.GARBAGE in struck:
        return Response("<html>bảo trì hệ thống", 200, headers)
    if Fault.OVERSIZED in struck:
        return StreamingResponse(_flood(), 200, headers)
    if Fault.CUT in struck:
        body = bytes(response.body)
        return StreamingResponse(_beginning(body[: len(body) // 2]), 200, {**headers, "Content-Length": str(len(body))})
    return response


async def _flood() -> AsyncIterator[bytes]:
    for _ in range(OVERSIZED_CHUNKS):
        yield OVERSIZED_CHUNK


async def _beginning(body: bytes) -> AsyncIterator[bytes]:
    """Less than the length that was promised: the server then ends the connection."""
    yield body
