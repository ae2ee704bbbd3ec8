"""Which web server: CPU time of Granian against gunicorn for one request, on a bare WSGI hello and our portal's home.

Both servers run at once with two processes of two threads, as we deploy; rounds take turns, so the load of the machine
strikes both. What is counted is the CPU time of the server's processes, which a slow client does not change.
Run: python -m bench.web_server [--requests 2000] [--rounds 5]
"""

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import psutil

from dean06.config.postgres import EmbeddedServer

START_SECONDS = 60
WARM_UP = 50
APPS = {"hello": "bench.web_server:hello", "portal home": "dean06.config.wsgi:application"}
COMMANDS = {
    "granian": ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--log-level", "error"],
    "gunicorn": ["gunicorn", "--workers", "2", "--threads", "2", "--keep-alive", "60", "--log-level", "error"],
}


def hello(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The smallest WSGI application."""
    del environ
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One running server and the CPU time it used so far."""

    def __init__(self, kind: str, app: str) -> None:
        self.port = free_port()
        where = ["--bind", f"127.0.0.1:{self.port}"] if kind == "gunicorn" else ["--port", str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-m", *COMMANDS[kind], *where, app])
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError):
                return self.get(1)
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.1)

    def get(self, times: int) -> None:
        """Ask for the page over one kept connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for _ in range(times):
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise SystemExit(f"status {answer.status}")
        connection.close()

    def cpu(self) -> float:
        """Seconds of CPU of all its processes."""
        main = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:2]) for one in (main, *main.children(recursive=True)))

    def microseconds(self, requests: int) -> float:
        """CPU time of one request."""
        before = self.cpu()
        self.get(requests)
        return (self.cpu() - before) / requests * 1e6

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@contextlib.contextmanager
def both(app: str) -> Iterator[dict[str, Server]]:
    servers = {kind: Server(kind, app) for kind in COMMANDS}
    try:
        yield servers
    finally:
        for server in servers.values():
            server.stop()


@contextlib.contextmanager
def installation() -> Iterator[None]:
    """A database and a state directory of its own, brought to this version."""
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        embedded = EmbeddedServer(Path(directory) / "pg", durable=False)
        with embedded.running():
            os.environ["DEAN06_DATABASE_URL"] = embedded.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings"
            import django

            from dean06.config import static_files

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            static_files.ensure()
            yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with installation():
        for name, app in APPS.items():
            requests = options.requests if name == "hello" else options.requests // 10
            with both(app) as servers:
                for server in servers.values():
                    server.get(WARM_UP)
                rounds = [{k: s.microseconds(requests) for k, s in servers.items()} for _ in range(options.rounds)]
            ratio = statistics.median(one["gunicorn"] / one["granian"] for one in rounds)
            granian = statistics.median(one["granian"] for one in rounds)
            print(f"{name:12} granian {granian:7.0f} us CPU a request; gunicorn {ratio:.2f} x as much")


if __name__ == "__main__":
    main()
