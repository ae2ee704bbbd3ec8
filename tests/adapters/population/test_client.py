"""The client against a provider that is faithful, slow, broken, or answers for somebody else, over real sockets."""

import json
import threading
from dataclasses import replace

import pytest
from tests.adapters.population.conftest import LIMITS
from tests.adapters.population.provider import SERVICE, Answer, Provider, collection

from dean06.adapters.population import Limits, PopulationClient, PopulationConfig
from dean06.adapters.population.settings import BadConfiguration
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    Claim,
    Comparison,
    Field,
    Match,
    Reason,
    RegisterFailed,
)

HOA, MINH, OTHER = "000151000201", "000188000105", "000188000106"
NAME = frozenset({Field.FULL_NAME})
RECORD = "<SoDinhDanh>{}</SoDinhDanh><HoVaTen><Ten>TRẦN THỊ HOA</Ten></HoVaTen>"
MATCHED = b'{"result":"match","differs":[],"unknown":[]}'
STATE = b'{"batchId":"batch-0001","state":"receiving","total":2,"received":1,"done":1}'


def failure(client: PopulationClient, cause: Cause, verb: str = "lookup") -> RegisterFailed:
    with pytest.raises(RegisterFailed) as failed:
        getattr(client, verb)(HOA, NAME, cause=cause)
    return failed.value


@pytest.fixture(params=["lookup", "household"])
def ask(request, client, cause):
    """The failure of a question about one person, and of one about a household."""
    return lambda: failure(client, cause, request.param)


def problem(code: str, status: int, **headers: str | None) -> Answer:
    body = json.dumps({"type": f"urn:dean06:population:{code}", "title": "x", "status": status}).encode()
    return Answer(status=status, body=body, headers={"Content-Type": "application/problem+json", **headers})


def layer(kind: str, status: int = 500) -> Answer:
    body = json.dumps({"type": kind, "message": "m", "detail": "d"}).encode()
    return Answer(status=status, body=body, headers={"X-Road-Error": kind, "X-Road-Request-Hash": None})


def test_every_call_has_its_own_id_and_no_number_in_its_address(client, provider, cause):
    provider.say(Answer(body=collection(RECORD.format(HOA))))
    assert client.lookup(HOA, NAME, cause=cause).full_name == "TRẦN THỊ HOA"
    client.household(HOA, NAME, cause=cause)
    assert len({one.headers["x-road-id"] for one in provider.asked}) == 2
    assert [one.target for one in provider.asked] == [f"/r1/{SERVICE}/getCitizen", f"/r1/{SERVICE}/getHousehold"]


def test_nobody_under_the_number_is_no_failure(client, provider, cause):
    provider.say(problem("not_found", 404))
    assert client.lookup(HOA, NAME, cause=cause) is None
    assert client.household(HOA, NAME, cause=cause) is None
    assert client.batch_state("batch-0001", cause=cause) is None


def test_a_batch_goes_out_and_comes_back(client, provider, cause):
    provider.say(
        Answer(status=201, body=STATE.replace(b'd":1', b'd":0').replace(b'e":1', b'e":0')),
        Answer(body=STATE),
        Answer(body=STATE),
        Answer(body=b'{"from":0,"results":[{"row":0,"result":"not_found","differs":[],"unknown":[]}],"next":null}'),
    )
    assert client.open_batch("batch-0001", 2, cause=cause) == BatchState(total=2, received=0, done=0)
    row = BatchRow(offset=0, personal_id=HOA, claim=Claim(sex="female"))
    assert client.send_rows("batch-0001", [row], cause=cause).received == 1
    assert client.batch_state("batch-0001", cause=cause).done == 1
    results = client.batch_results("batch-0001", start=0, limit=1000, cause=cause)
    assert results == [(0, Comparison(result=Match.NOT_FOUND))]
    assert [(one.method, one.target.rpartition("dancu/")[2]) for one in provider.asked] == [
        ("POST", "batchVerify"),
        ("PUT", "batchVerify/batch-0001/rows/0"),
        ("GET", "batchVerify/batch-0001"),
        ("GET", "batchVerify/batch-0001/results?from=0&limit=1000"),
    ]


def test_changes_are_asked_for_by_a_query_that_the_hash_covers(client, provider, cause):
    provider.say(Answer(body=b'{"changes":[],"next":"m1","more":false}'))
    assert client.changes_since("m0", limit=10, cause=cause).next == "m1"


@pytest.mark.parametrize("people", [[MINH], [], [HOA, MINH], [HOA, HOA]])
def test_somebody_elses_record_is_never_shown(client, provider, cause, people):
    provider.say(Answer(body=collection(*(RECORD.format(one) for one in people))))
    assert failure(client, cause).reason is Reason.OTHER_PERSON


@pytest.mark.parametrize("people", [[MINH], [HOA, HOA], [HOA, MINH, MINH], [MINH, OTHER]])
def test_another_household_or_a_member_twice_is_never_shown(client, provider, cause, people):
    provider.say(Answer(body=collection(*(RECORD.format(one) for one in people))))
    assert failure(client, cause, "household").reason is Reason.OTHER_PERSON


def test_a_household_with_the_person_in_it_and_an_empty_one(client, provider, cause):
    provider.say(Answer(body=collection(*(RECORD.format(one) for one in (MINH, HOA)))), Answer(body=collection()))
    assert [one.personal_id for one in client.household(HOA, NAME, cause=cause)] == [MINH, HOA]
    assert client.household(HOA, NAME, cause=cause) == []


@pytest.mark.parametrize("header", ["X-Road-Client", "X-Road-Service", "X-Road-Id", "X-Road-Request-Hash"])
@pytest.mark.parametrize("value", [None, "AAAA"])
def test_an_answer_to_another_question_is_not_ours(ask, provider, header, value):
    provider.say(Answer(body=collection(RECORD.format(HOA)), headers={header: value}))
    assert ask().reason is Reason.NOT_OUR_ANSWER


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (problem("unknown_purpose", 403), Reason.PURPOSE_REFUSED),
        (problem("field_not_allowed", 403), Reason.FIELD_REFUSED),
        (problem("unknown_field", 400), Reason.FIELD_REFUSED),
        (problem("malformed", 400), Reason.REQUEST_REFUSED),
        (problem("conflict", 409), Reason.CONFLICT),
        (problem("too_many", 429), Reason.BUSY),
        (problem("unavailable", 503), Reason.MAINTENANCE),
        (Answer(status=403), Reason.NOT_AUTHORISED),
        (Answer(status=502, body=b"<html>"), Reason.BUSY),
        (Answer(status=302, headers={"Location": "http://127.0.0.1:1/"}), Reason.OUT_OF_PROTOCOL),
        (Answer(status=204), Reason.OUT_OF_PROTOCOL),
        (layer("Client.BadRequest", 400), Reason.REQUEST_REFUSED),
        (layer("Server.ServerProxy.AccessDenied"), Reason.NOT_AUTHORISED),
        (layer("Server.ServerProxy.UnknownService"), Reason.NOT_AUTHORISED),
        (layer("Server.ServerProxy.ServiceFailed"), Reason.UNREACHABLE),
        (layer("Server.Other"), Reason.BUSY),
        (Answer(body=b"<html>"), Reason.OUT_OF_PROTOCOL),
        (Answer(body=b"x" * (LIMITS.max_bytes + 1)), Reason.OUT_OF_PROTOCOL),
        (Answer(body=b"x", headers={"Content-Encoding": "gzip"}), Reason.OUT_OF_PROTOCOL),
        (Answer(raw=b"nonsense\r\n\r\n"), Reason.UNREACHABLE),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut"), Reason.UNREACHABLE),
    ],
)
def test_every_failure_has_its_reason_and_a_sentence_for_the_officer(ask, provider, answer, reason):
    provider.say(answer)
    failed = ask()
    assert failed.reason is reason
    assert HOA not in str(failed)
    assert failed.message_vi.endswith(".")


def test_the_register_says_when_to_come_back(client, provider, cause):
    provider.say(problem("unavailable", 503, **{"Retry-After": "120"}))
    assert failure(client, cause).retry_after_s == 120
    provider.say(problem("too_many", 429, **{"Retry-After": "9" * 30}))
    assert failure(client, cause).retry_after_s == 0


def test_a_silent_register_is_given_up_in_time_and_not_asked_twice(client, provider, cause):
    gate = threading.Event()
    provider.say(Answer(gate=gate))
    assert failure(client, cause).reason is Reason.TIMED_OUT
    gate.set()
    assert len(provider.asked) == 1


def test_a_broken_connection_is_tried_once_more(client, provider, cause):
    provider.say(Answer(raw=b""), Answer(body=collection(RECORD.format(HOA))))
    assert client.lookup(HOA, NAME, cause=cause).full_name == "TRẦN THỊ HOA"
    assert len(provider.asked) == 2


def test_after_failures_in_a_row_nobody_waits(provider, cause):
    config = PopulationConfig(
        url=provider.url, client="VN/GOV/a/b", limits=Limits(breaker_failures=2, breaker_open_s=60)
    )
    client = PopulationClient(config)
    provider.say(Answer(status=502))
    assert [failure(client, cause).reason for _ in range(3)] == [Reason.BUSY, Reason.BUSY, Reason.CIRCUIT_OPEN]
    assert len(provider.asked) == 2
    assert failure(client, cause).retry_after_s > 0
    client.close()


def test_refusals_open_no_breaker(provider, cause):
    client = PopulationClient(
        PopulationConfig(url=provider.url, client="VN/GOV/a/b", limits=Limits(breaker_failures=2))
    )
    provider.say(problem("unknown_purpose", 403))
    assert {failure(client, cause).reason for _ in range(4)} == {Reason.PURPOSE_REFUSED}
    client.close()


def test_a_call_that_cannot_be_sent_is_our_fault_and_opens_no_breaker(provider, cause):
    config = PopulationConfig(url=provider.url, client="VN/GOV/a/b", limits=Limits(breaker_failures=2))
    client = PopulationClient(config)
    unsendable = replace(cause, act=" blank ends ")
    assert {failure(client, unsendable).reason for _ in range(4)} == {Reason.REQUEST_REFUSED}
    assert provider.asked == []
    client.close()


def test_a_register_that_is_not_there(cause):
    provider = Provider()
    client = PopulationClient(PopulationConfig(url=provider.url, client="VN/GOV/a/b", limits=LIMITS))
    provider.stop()
    failed = failure(client, cause)
    assert failed.reason is Reason.UNREACHABLE
    assert failed.is_temporary
    client.close()


@pytest.mark.parametrize(
    ("url", "name"),
    [("http://dancu.example", "VN/GOV/a/b"), ("ftp://127.0.0.1", "VN/GOV/a/b"), ("https://x", "VN/GOV/a"),
     ("https://x", "VN/GOV/a/b\r\nX: y"), ("https://x", "VN/GOV/../b/c")],
)  # fmt: skip
def test_an_unsafe_configuration_is_refused(url, name):
    with pytest.raises(BadConfiguration):
        PopulationConfig(url=url, client=name)
