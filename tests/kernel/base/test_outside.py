"""What every call to an outside system goes through, with a provider that fails on cue."""

import time

import httpx2
import pytest
import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram

from dean06.kernel.base.breaker import Breaker
from dean06.kernel.base.outside import Caller, CircuitOpen, NoAnswer, OutOfTime, Trouble, Verdict, no_answer, read_whole

REGISTRY = CollectorRegistry()
CALLS = Counter("test_calls", "Calls", ["service", "outcome"], registry=REGISTRY)
SECONDS = Histogram("test_seconds", "Seconds", ["service"], registry=REGISTRY)
LABELS = {"service": "s"}
MOST = 10


def caller(failures: int = 2) -> Caller[NoAnswer]:
    return Caller(
        event="test.call", log=structlog.get_logger("test"), calls=CALLS, seconds=SECONDS, total_s=1,
        breaker=Breaker(failures, 60), failures=(NoAnswer,),
    )  # fmt: skip


def judge(failed: NoAnswer) -> Verdict:
    return Verdict(
        outcome=failed.trouble,
        is_away=failed.trouble is not Trouble.UNSENDABLE,
        is_worth_again=failed.trouble is Trouble.UNREACHABLE,
    )


def counted(outcome: str) -> float:
    return CALLS.labels("s", outcome)._value.get()


@pytest.mark.parametrize(
    ("error", "trouble", "is_unsent"),
    [
        (httpx2.ConnectError, Trouble.UNREACHABLE, True),
        (httpx2.ConnectTimeout, Trouble.TIMED_OUT, True),
        (httpx2.PoolTimeout, Trouble.TIMED_OUT, True),
        (httpx2.ReadTimeout, Trouble.TIMED_OUT, False),
        (httpx2.ReadError, Trouble.UNREACHABLE, False),
        (httpx2.RemoteProtocolError, Trouble.UNREACHABLE, False),
        (httpx2.LocalProtocolError, Trouble.UNSENDABLE, True),
    ],
)
def test_every_failure_of_a_request_has_its_word(error, trouble, is_unsent):
    with pytest.raises(NoAnswer) as failed, no_answer():
        raise error("on cue")
    assert (failed.value.trouble, failed.value.is_unsent) == (trouble, is_unsent)


@pytest.mark.parametrize(
    ("headers", "size", "late_s", "trouble"),
    [
        ({"Content-Encoding": "gzip"}, 1, 0, Trouble.COMPRESSED),
        ({}, MOST + 1, 0, Trouble.OVERSIZED),
        ({}, 1, 1, Trouble.TIMED_OUT),
    ],
)
def test_an_answer_is_read_within_limits(headers, size, late_s, trouble):
    response = httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(b"x" * size))
    with pytest.raises(NoAnswer) as failed:
        read_whole(response, deadline=time.monotonic() + 60 - 120 * late_s, max_bytes=MOST)
    assert failed.value.trouble is trouble


def test_an_answer_of_the_largest_size_is_read():
    response = httpx2.Response(200, stream=httpx2.ByteStream(b"x" * MOST))
    assert read_whole(response, deadline=time.monotonic() + 60, max_bytes=MOST) == b"x" * MOST


def once(*troubles: Trouble):
    """Fails so, one after the other, then answers; ``asked`` counts."""
    left, asked = list(troubles), []

    def ask(deadline: float) -> str:
        asked.append(deadline)
        if left:
            raise NoAnswer(left.pop(0))
        return "answer"

    return ask, asked


def test_what_is_worth_it_is_asked_twice_and_every_try_counted():
    ask, asked = once(Trouble.UNREACHABLE)
    before = counted("ok"), counted("unreachable")
    assert caller().call(ask, judge=judge, labels=LABELS) == "answer"
    assert (len(asked), counted("ok"), counted("unreachable")) == (2, before[0] + 1, before[1] + 1)


def test_what_is_not_worth_it_is_asked_once():
    ask, asked = once(Trouble.TIMED_OUT)
    with pytest.raises(NoAnswer):
        caller().call(ask, judge=judge, labels=LABELS)
    assert len(asked) == 1


def test_after_failures_in_a_row_nobody_waits():
    one, (ask, asked) = caller(), once(*[Trouble.TIMED_OUT] * 3)
    for _ in range(2):
        with pytest.raises(NoAnswer):
            one.call(ask, judge=judge, labels=LABELS)
    with pytest.raises(CircuitOpen) as closed:
        one.call(ask, judge=judge, labels=LABELS)
    assert (len(asked), closed.value.wait_s > 0, counted("circuit_open") >= 1) == (2, True, True)


def test_what_is_our_fault_opens_no_breaker():
    one, (ask, asked) = caller(), once(*[Trouble.UNSENDABLE] * 5)
    for _ in range(5):
        with pytest.raises(NoAnswer):
            one.call(ask, judge=judge, labels=LABELS)
    assert (one.call(ask, judge=judge, labels=LABELS), len(asked)) == ("answer", 6)


def test_when_the_callers_time_is_over_nothing_is_asked_and_nobody_blamed():
    one, (ask, asked) = caller(), once()
    for _ in range(3):
        with pytest.raises(OutOfTime):
            one.call(ask, judge=judge, labels=LABELS, within=0)
    assert (one.call(ask, judge=judge, labels=LABELS, within=0.5), len(asked)) == ("answer", 1)
    assert asked[0] <= time.monotonic() + 0.5


def test_a_defect_passes_through():
    def broken(_deadline: float) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        caller().call(broken, judge=judge, labels=LABELS)
