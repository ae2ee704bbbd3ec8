"""The whole site on a real socket inside a test's transaction, for programs that are not ours."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

WAIT_SECONDS = 0.2


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """The tests say what went wrong."""


class Wire:
    """Requests are answered on the thread of the test, whose database connection sees what the test wrote."""

    def __init__(self, server: WSGIServer) -> None:
        self.server = server
        self.base = f"http://127.0.0.1:{server.server_port}"

    def during(self, foreign: Callable[[], Any]) -> Any:
        """What a foreign program says, its requests answered while it runs."""
        ends = (request_started, request_finished)
        for signal in ends:  # as Django's own test client does: the connection is the test's
            signal.disconnect(close_old_connections)
        try:
            with ThreadPoolExecutor(1) as pool:
                said = pool.submit(foreign)
                while not said.done():
                    self.server.handle_request()
                return said.result()
        finally:
            for signal in ends:
                signal.connect(close_old_connections)


@contextmanager
def wired() -> Iterator[Wire]:
    """The site on a free port."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet)
    server.timeout = WAIT_SECONDS
    try:
        yield Wire(server)
    finally:
        server.server_close()
