"""A provider on loopback that says what it is told, and signs its answers as X-Road does unless told otherwise."""

import base64
import contextlib
import hashlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SERVICE = "VN/GOV/000.00.G01/dancu"
HASHED = ("x-road-client", "x-road-id", "x-road-userid", "x-road-issue", "content-type")


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What goes back. ``headers`` replace those a faithful provider sends, None takes one away; ``raw``: sent as is."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str | None] = field(default_factory=dict)
    raw: bytes | None = None
    gate: threading.Event | None = None


def request_hash(asked: Asked) -> str:
    """Written from the protocol's README once more: sharing the adapter's own function would prove nothing."""
    head = f"{asked.method} {asked.target}\r\n"
    for name in HASHED:
        if name in asked.headers:
            head += f"{name}:{asked.headers[name]}\r\n"
    parts = hashlib.sha512(head.encode()).digest()
    if asked.body:
        parts = hashlib.sha512(parts + hashlib.sha512(asked.body).digest()).digest()
    return base64.b64encode(parts).decode()


class Provider:
    """Answers requests in order with ``answers``, the last one for ever; ``asked`` is what came."""

    def __init__(self) -> None:
        self.answers: list[Answer] = [Answer()]
        self.asked: list[Asked] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                names = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, names, self.rfile.read(size))
                provider.asked.append(asked)
                answer = provider.answers.pop(0) if len(provider.answers) > 1 else provider.answers[0]
                provider.reply(self, asked, answer)

            do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the library's names

            def log_message(self, *_: Any) -> None:
                """Tests read what was asked, not a log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def say(self, *answers: Answer) -> None:
        """Answer so from now on."""
        self.answers = list(answers)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @staticmethod
    def reply(handler: BaseHTTPRequestHandler, asked: Asked, answer: Answer) -> None:
        if answer.gate:
            answer.gate.wait(timeout=10)
        if answer.raw is not None:
            handler.wfile.write(answer.raw)
            handler.close_connection = True
            return
        service = asked.target.removeprefix("/r1/" + SERVICE + "/").partition("?")[0].partition("/")[0]
        headers: dict[str, str | None] = {
            "X-Road-Client": asked.headers.get("x-road-client", ""),
            "X-Road-Service": f"{SERVICE}/{service}",
            "X-Road-Id": asked.headers.get("x-road-id", ""),
            "X-Road-Request-Id": "made-by-the-provider",
            "X-Road-Request-Hash": request_hash(asked),
            "Content-Length": str(len(answer.body)),
        }
        headers.update(answer.headers)
        handler.send_response(answer.status)
        for name, value in headers.items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        with contextlib.suppress(ConnectionError):  # a client that has read enough hangs up
            handler.wfile.write(answer.body)


def collection(*people: str) -> bytes:
    """A CongdanCollection around what the test writes."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><CongdanCollection xmlns="http://www.mic.gov.vn/dancu/1.0" '
        'xmlns:mr="urn:dean06:population:1">'
        + "".join(f"<CongDan>{one}</CongDan>" for one in people)
        + "</CongdanCollection>"
    ).encode()
