"""Limits, retries and the breaker, with a witness that fails on cue."""

from collections.abc import Callable

import httpx2
import pytest

from dean06.adapters.witness import Limits, WitnessClient, WitnessConfig
from dean06.adapters.witness import client as client_module
from dean06.adapters.witness.client import CALLS
from dean06.adapters.witness.settings import BadConfiguration
from dean06.kernel.ports.witness import Reason, WitnessElsewhere, WitnessFailed

URL = "https://lam-chung.example/w1/"
LINE = "— w AAAAAAAA\n"
Step = Callable[[httpx2.Request], httpx2.Response]


class Scripted(httpx2.BaseTransport):
    """Answers with one step after the other."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return self.steps.pop(0)(request)


def answer(status: int, body: str = "", **headers: str) -> Step:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx2.Response(status, headers=named, stream=httpx2.ByteStream(body.encode()))


def fails(error: type[Exception]) -> Step:
    def step(_request: httpx2.Request) -> httpx2.Response:
        raise error("on cue")

    return step


ok = answer(200, LINE)


def ask(script: Scripted, **limits: float) -> tuple[str, ...]:
    client = WitnessClient(WitnessConfig(url=URL, limits=Limits(**limits)), transport=script)
    return client.cosign("note\n", old=3, proof=[bytes(32)])


def reason(script: Scripted) -> Reason:
    with pytest.raises(WitnessFailed) as failed:
        ask(script)
    return failed.value.reason


def test_one_question_one_answer() -> None:
    script = Scripted(ok)
    assert ask(script) == (LINE,)
    (request,) = script.asked
    assert (request.method, str(request.url)) == ("POST", "https://lam-chung.example/w1/add-checkpoint")
    assert request.headers["Accept-Encoding"] == "identity"
    assert request.content.startswith(b"old 3\n")


@pytest.mark.parametrize("error", [httpx2.ConnectError, httpx2.ReadError, httpx2.RemoteProtocolError])
def test_no_answer_at_all_is_worth_another_try(error: type[Exception]) -> None:
    script = Scripted(fails(error), ok)
    assert ask(script) == (LINE,)
    assert reason(Scripted(fails(error), fails(error))) is Reason.UNREACHABLE


FINAL = {
    Reason.TIMED_OUT: [fails(httpx2.ReadTimeout), fails(httpx2.ConnectTimeout)],
    Reason.BUSY: [answer(500), answer(503), answer(429)],
    Reason.KEY_REFUSED: [answer(403)],
    Reason.LOG_UNKNOWN: [answer(404)],
    Reason.PROOF_REFUSED: [answer(422)],
    Reason.REQUEST_REFUSED: [answer(400), answer(418), answer(301, location="https://elsewhere.example/"), answer(204)],
    Reason.OUT_OF_PROTOCOL: [
        answer(200),
        answer(200, LINE, content_encoding="gzip"),
        answer(200, LINE * 10_000),
        answer(409, "7\n"),
    ],
}


@pytest.mark.parametrize(("why", "step"), [(why, step) for why, steps in FINAL.items() for step in steps])
def test_every_other_failure_is_told_at_once(why: Reason, step: Step) -> None:
    script = Scripted(step)
    assert reason(script) is why
    assert len(script.asked) == 1


def test_a_conflict_says_where_the_witness_is() -> None:
    with pytest.raises(WitnessElsewhere) as elsewhere:
        ask(Scripted(answer(409, "7\n", content_type="text/x.tlog.size")))
    assert elsewhere.value.size == 7


def test_the_breaker_spares_a_witness_that_is_away_and_everybody_who_waits() -> None:
    script = Scripted(answer(503), answer(503), ok)
    client = WitnessClient(WitnessConfig(url=URL, limits=Limits(breaker_failures=2)), transport=script)
    reasons = []
    for _ in range(3):
        with pytest.raises(WitnessFailed) as failed:
            client.cosign("note\n", old=0, proof=[])
        reasons.append(failed.value.reason)
    assert reasons == [Reason.BUSY, Reason.BUSY, Reason.CIRCUIT_OPEN]
    assert len(script.asked) == 2


def test_a_refusal_does_not_open_the_breaker() -> None:
    script = Scripted(*[answer(403)] * 5, ok)
    client = WitnessClient(WitnessConfig(url=URL, limits=Limits(breaker_failures=2)), transport=script)
    for _ in range(5):
        with pytest.raises(WitnessFailed):
            client.cosign("note\n", old=0, proof=[])
    assert client.cosign("note\n", old=0, proof=[])


def test_every_call_is_counted_by_outcome() -> None:
    before = CALLS.labels("proof_refused")._value.get()
    reason(Scripted(answer(422)))
    assert CALLS.labels("proof_refused")._value.get() == before + 1


@pytest.mark.parametrize("url", ["", "lam-chung.example", "http://lam-chung.example", "ftp://127.0.0.1"])
def test_a_witness_is_reached_over_https(url: str) -> None:
    with pytest.raises(BadConfiguration, match="https"):
        WitnessConfig(url=url)


class Ticking(Scripted):
    """Every answer takes a while by the clock the client reads."""

    def __init__(self, clock: list[float], *steps: Step) -> None:
        super().__init__(*steps)
        self._clock = clock

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._clock[0] += 1.5
        return super().handle_request(request)


def test_all_tries_together_keep_within_the_time_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(client_module.time, "monotonic", lambda: clock[0])
    script = Ticking(clock, fails(httpx2.ConnectError), ok, ok)
    client = WitnessClient(WitnessConfig(url=URL, limits=Limits(breaker_failures=9)), transport=script)
    with pytest.raises(WitnessFailed) as failed:
        client.cosign("note\n", old=0, proof=[], within=1.0)
    assert failed.value.reason is Reason.TIMED_OUT
    patience = script.asked[0].extensions["timeout"]
    assert patience["connect"] + patience["read"] == pytest.approx(1.0)
    script.steps.insert(0, fails(httpx2.ConnectError))
    with pytest.raises(WitnessFailed):  # the second try ends within what the first has left
        client.cosign("note\n", old=0, proof=[], within=2.0)
    assert script.asked[2].extensions["timeout"]["read"] < 0.5
    assert client.cosign("note\n", old=0, proof=[]) == (LINE,)
    patience = script.asked[3].extensions["timeout"]
    assert (patience["connect"], patience["read"]) == (Limits().connect_s, Limits().read_s)
