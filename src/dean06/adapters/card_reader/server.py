"""The agent's HTTP side: loopback only, JSON only, a handful of threads."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import Any

import structlog

from dean06.adapters.card_reader.desk import Desk
from dean06.adapters.card_reader.gate import Gate
from dean06.adapters.card_reader.pairing import Pairing
from dean06.adapters.card_reader.words import Refused

log = structlog.get_logger(__name__)
LOOPBACK = "127.0.0.1"
MAX_BODY = 4096
MAX_CONNECTIONS = 16
# A page sends everything at once; whoever dribbles bytes is not one.
SOCKET_SECONDS = 5.0
READINGS = "/v1/readings"


class AgentServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 and nowhere else. ``port`` 0 takes a free one (tests)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, port: int) -> None:
        super().__init__((LOOPBACK, port), AgentHandler)
        self._places = BoundedSemaphore(MAX_CONNECTIONS)
        self.gate: Gate
        self.pairing: Pairing
        self.desk: Desk

    @property
    def port(self) -> int:
        """The port taken."""
        return int(self.server_address[1])

    def equip(self, *, gate: Gate, pairing: Pairing, desk: Desk) -> None:
        """Hand over the parts, once the port is known; before ``serve_forever``."""
        self.gate, self.pairing, self.desk = gate, pairing, desk

    def service_actions(self) -> None:
        """Twice a second: results nobody collected are forgotten."""
        self.desk.expire()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Refuse beyond ``MAX_CONNECTIONS``: a flood must not become a thousand threads."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve, then give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """To the log, without the request: it may hold a person's data."""
        del request, client_address
        log.exception("agent_request_failed")


class AgentHandler(BaseHTTPRequestHandler):
    """One request. Every answer is JSON and closes the connection."""

    server: AgentServer
    timeout = SOCKET_SECONDS

    def do_OPTIONS(self) -> None:
        """The browser asks whether the page may call."""
        self._answer("OPTIONS")

    def do_GET(self) -> None:
        """State of a reading."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Pair, or begin a reading."""
        self._answer("POST")

    def do_DELETE(self) -> None:
        """Cancel a reading, or end all pairings."""
        self._answer("DELETE")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: an access log of who read whose card is the server's business, and it audits."""
        del format, args

    def version_string(self) -> str:
        """No versions for strangers."""
        return "dean06-reader"

    def _answer(self, method: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.close_connection = True
        try:
            self.server.gate.check(headers)
        except Refused as refusal:
            self._send(refusal.status, {"code": refusal.code, "message": str(refusal)}, {})
            return
        allowed = self.server.gate.answer_headers(headers, is_preflight=method == "OPTIONS")
        try:
            status, body = self._act(method)
        except Refused as refusal:
            status, body = refusal.status, {"code": refusal.code, "message": str(refusal)}
        self._send(status, body, allowed)

    def _act(self, method: str) -> tuple[int, dict[str, Any]]:
        if method == "OPTIONS":
            return 204, {}
        origin = self.server.gate.origin
        if (method, self.path) == ("POST", "/v1/pair"):
            bearer = self.server.pairing.pair(str(self._body().get("code", "")), origin)
            return 200, {"bearer": bearer, "device": self.server.desk.device}
        self.server.pairing.require(self.headers.get("Authorization", ""), origin)
        if (method, self.path) == ("DELETE", "/v1/pair"):
            self.server.pairing.forget()
            return 204, {}
        if (method, self.path) == ("POST", READINGS):
            return 202, {"id": self.server.desk.begin(self._body())}
        folder, _, reading_id = self.path.rpartition("/")
        if folder == READINGS and method == "GET":
            return 200, self.server.desk.state(reading_id)
        if folder == READINGS and method == "DELETE":
            self.server.desk.cancel(reading_id)
            return 204, {}
        raise Refused(404, "unknown")

    def _body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            raise Refused(400, "malformed")
        if len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
            raise Refused(413, "too_large")
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "malformed")
        try:
            found = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError, TimeoutError) as error:
            raise Refused(400, "malformed") from error
        if not isinstance(found, dict):
            raise Refused(400, "malformed")
        return found

    def _send(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
        content = b"" if status == 204 else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
