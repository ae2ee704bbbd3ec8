"""Endpoints over a real socket, the issuer's store in memory: what a wallet of somebody else's talks to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from dean06.kernel.documents.credentials.oauth import ProtocolRefused
from dean06.kernel.documents.credentials.vci.types import Access, AuthorisationRequest, Grant

Answer = tuple[int, dict[str, str], Any]
Endpoint = Callable[["Request"], Answer]


class MemoryStore:
    """What an issuer keeps, for the length of a test."""

    def __init__(self) -> None:
        self.grants: dict[str, Grant] = {}
        self.tokens: dict[str, Access] = {}
        self.requests: dict[str, AuthorisationRequest] = {}
        self.wrong: dict[str, int] = {}

    def grant(self, digest: str) -> Grant | None:
        return self.grants.get(digest)

    def keep_grant(self, digest: str, grant: Grant) -> None:
        self.grants[digest] = grant

    def take_grant(self, digest: str) -> bool:
        return self.grants.pop(digest, None) is not None

    def count_wrong(self, digest: str) -> int:
        self.wrong[digest] = self.wrong.get(digest, 0) + 1
        return self.wrong[digest]

    def keep_access(self, digest: str, access: Access) -> None:
        self.tokens[digest] = access

    def access(self, digest: str) -> Access | None:
        return self.tokens.get(digest)

    def keep_request(self, digest: str, request: AuthorisationRequest) -> None:
        self.requests[digest] = request

    def take_request(self, digest: str) -> AuthorisationRequest | None:
        return self.requests.pop(digest, None)


class Request:
    """A request as the server got it."""

    def __init__(self, environ: dict[str, Any], base: str) -> None:
        self.method, self.path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.url = base + self.path
        self.query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        self.body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.headers = {
            name.removeprefix("HTTP_").replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        self.at = datetime.now(UTC)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """The tests say what went wrong."""


@contextmanager
def serving(routes: Callable[[str], dict[tuple[str, str], Endpoint]]) -> Iterator[str]:
    """The routes of a base address, served on a free port for the block; the address."""
    server: WSGIServer = make_server("127.0.0.1", 0, lambda *_: [], handler_class=_Quiet)
    base = f"http://127.0.0.1:{server.server_port}"
    known = routes(base)

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        request = Request(environ, base)
        endpoint = known.get((request.method, request.path), lambda _: (404, {}, {"error": "not_found"}))
        try:
            status, headers, body = endpoint(request)
        except ProtocolRefused as refused:
            status, headers, body = refused.status, refused.headers, refused.body
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        kinds = {"Content-Type": "application/json", **headers}
        start(f"{status} .", list(kinds.items()))
        return [data]

    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield base
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
