"""Limits, retries and the circuit breaker, with a provider that fails on cue."""

from collections.abc import Callable

import httpx2
import pytest
from tests.adapters.vneid.registration import QUICK

from dean06.adapters.vneid.transport import CALLS, Door
from dean06.kernel.ports.identity_provider import ProviderUnavailable

URL = "https://sso.example/x"
Step = Callable[[httpx2.Request], httpx2.Response]


class Scripted(httpx2.BaseTransport):
    """Answers with one step after the other."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.count = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.count += 1
        return self.steps.pop(0)(request)


def ok(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(b"{}"))


def status(code: int) -> Step:
    return lambda _request: httpx2.Response(code, stream=httpx2.ByteStream(b""))


def no_connection(_request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused")


def cut_off(_request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadError("cut off")


def compressed(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx2.ByteStream(b"\x1f\x8b"))


def too_much(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(b"x" * (QUICK.max_bytes + 1)))


def send(method: str, script: Scripted) -> httpx2.Response:
    door = Door(QUICK, script)
    with httpx2.Client(transport=door.transport("test")) as client:
        return client.request(method, URL)


@pytest.mark.parametrize("failure", [no_connection, cut_off, status(500), status(503), status(429)])
def test_reading_is_tried_twice(failure: Step) -> None:
    script = Scripted(failure, ok)
    assert send("GET", script).status_code == 200
    assert script.count == 2


@pytest.mark.parametrize("failure", [cut_off, status(500), status(503), compressed, too_much])
def test_writing_is_never_sent_twice(failure: Step) -> None:
    script = Scripted(failure, ok)
    with pytest.raises(ProviderUnavailable):
        send("POST", script)
    assert script.count == 1


def test_writing_that_never_left_is_tried_again() -> None:
    script = Scripted(no_connection, ok)
    assert send("POST", script).status_code == 200


def test_an_answer_that_says_no_is_an_answer() -> None:
    assert send("POST", Scripted(status(400))).status_code == 400


def test_no_compressed_answer_is_asked_for() -> None:
    seen: list[str] = []

    def look(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers["Accept-Encoding"])
        return ok(request)

    send("GET", Scripted(look))
    assert seen == ["identity"]


def test_every_call_is_counted_by_outcome() -> None:
    before = CALLS.labels("test", "status_500")._value.get()
    with pytest.raises(ProviderUnavailable):
        send("POST", Scripted(status(500)))
    assert CALLS.labels("test", "status_500")._value.get() == before + 1
