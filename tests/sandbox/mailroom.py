"""The twins of messages as their own processes for tests, and a listener that keeps the receipts they post."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

KEY, SECRET = "khoa-thu", "bi-mat-thu"
WAIT_SECONDS = 20.0


class MailTwin(Twin):
    """Remote control of a running twin of messages."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def received(self, desk: str) -> list[dict]:
        return self.admin("GET", "received")[desk]

    @contextmanager
    def desk_fault(self, desk: str, *names: str, seconds: float = 0) -> Iterator[None]:
        """One provider misbehaves for the length of the block."""
        self.admin("PUT", f"faults?desk={desk}", json={"faults": list(names), "seconds": seconds})
        try:
            yield
        finally:
            self.admin("DELETE", f"faults?desk={desk}")


@contextmanager
def running_mail_twin(module: str, receipts_url: str = "") -> Iterator[MailTwin]:
    """``sms`` or ``vneid_inbox`` on a free port."""
    port, prefix = free_port(), module.upper()
    url = f"http://127.0.0.1:{port}"
    environment = {
        f"{prefix}_TWIN_KEY": KEY,
        f"{prefix}_TWIN_SECRET": SECRET,
        f"{prefix}_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-m", f"dean06.sandbox.{module}", "--port", str(port), "--receipts-url", receipts_url]
    with running(command, f"{url}/healthz", environment):
        yield MailTwin(url)


class Postbox:
    """Keeps what is posted to it: (path, signature, body)."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str, bytes]] = []
        self._came = threading.Condition()
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with box._came:
                    box.posts.append((self.path, self.headers["X-Signature"], body))
                    box._came.notify_all()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/{{desk}}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def about(self, reference: str, posts: int = 1) -> list[tuple[str, str, bytes]]:
        """Wait for so many posts that tell of the reference."""
        deadline = time.monotonic() + WAIT_SECONDS
        with self._came:
            while True:
                found = [post for post in self.posts if reference in references(post[2])]
                if len(found) >= posts:
                    return found
                assert self._came.wait(deadline - time.monotonic()), f"no receipt of {reference} in {WAIT_SECONDS} s"


def references(body: bytes) -> list[str]:
    return [one["reference"] for one in json.loads(body)["receipts"]]
