"""Batches over the wire: any order, again, conflicts, other clients, a restart; and how long they are kept."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.sandbox.population_twin import BASIS, HOA, KHANH, OTHER_CLIENT, TODAY, PopulationTwin, running_register
from tests.sandbox.twin import PEOPLE

from dean06.sandbox.population.batches import KEPT_SECONDS, STEP_ROWS, Batches
from dean06.sandbox.population.memory import Memory
from dean06.sandbox.population.people.store import cached
from dean06.sandbox.population.problems import Problem
from dean06.sandbox.population.register import Register

OPENING = {"purpose": "AN_SINH_XA_HOI", "legalBasis": BASIS, "batchId": "batch-0001", "total": 6}
CLAIMS = [
    {"personalId": HOA, "claim": {"HoVaTen": "Trần Thị Hoa", "NgayThangNamSinh": "1951-04-12"}},
    {"personalId": HOA, "claim": {"HoVaTen": "Trần Thị Hoà"}},
    {"personalId": "000199000999", "claim": {"GioiTinh": "1"}},
    {"personalId": KHANH, "claim": {"SoCMND": "001234567"}},
    {"personalId": KHANH, "claim": {"GioiTinh": "1", "HoVaTen": "Võ Gia Khánh"}},
    {"personalId": KHANH, "claim": {"NgayThangNamSinh": "2006"}},
]
RESULTS = ["match", "no_match", "not_found", "partial", "partial", "match"]
MOST_ASKS = 200


def put(twin: PopulationTwin, offset: int, rows: list[dict[str, Any]], batch: str = "batch-0001") -> httpx2.Response:
    return twin.call("PUT", f"batchVerify/{batch}/rows/{offset}", {"rows": rows})


def state(twin: PopulationTwin) -> dict[str, Any]:
    return twin.call("GET", "batchVerify/batch-0001").json()


def finished(twin: PopulationTwin) -> list[str]:
    """Ask until it is done, as a client does; the results."""
    for _ in range(MOST_ASKS):
        if state(twin)["state"] == "done":
            break
    answer = twin.call("GET", "batchVerify/batch-0001/results").json()
    assert answer["next"] is None
    assert [one["row"] for one in answer["results"]] == list(range(len(answer["results"])))
    return [one["result"] for one in answer["results"]]


def test_rows_in_any_order_are_compared_in_theirs(register: PopulationTwin) -> None:
    opened = register.call("POST", "batchVerify", OPENING)
    wanted = {"batchId": "batch-0001", "state": "receiving", "total": 6, "received": 0, "done": 0}
    assert (opened.status_code, opened.json()) == (201, wanted)
    assert put(register, 3, CLAIMS[3:]).json()["received"] == 3
    assert state(register) == {**wanted, "received": 3}
    assert put(register, 1, CLAIMS[1:3]).json()["done"] == 0
    last = put(register, 0, CLAIMS[:1])
    assert (last.status_code, last.json()) == (200, {**wanted, "state": "done", "received": 6, "done": 6})
    assert finished(register) == RESULTS


def test_a_long_upload_is_answered_before_it_is_compared(register: PopulationTwin) -> None:
    register.call("POST", "batchVerify", {**OPENING, "total": 1000})
    answer = put(register, 0, [CLAIMS[0]] * 999 + [CLAIMS[2]]).json()
    assert (answer["state"], answer["received"], answer["done"]) == ("running", 1000, STEP_ROWS)
    assert finished(register) == ["match"] * 999 + ["not_found"]


def test_the_beginning_can_be_read_while_rows_are_missing(register: PopulationTwin) -> None:
    register.call("POST", "batchVerify", OPENING)
    put(register, 0, CLAIMS[:3])
    for _ in range(MOST_ASKS):
        if state(register)["done"] == 3:
            break
    assert state(register)["state"] == "receiving"
    first = register.call("GET", "batchVerify/batch-0001/results?from=0&limit=2").json()
    assert ([one["result"] for one in first["results"]], first["next"]) == (RESULTS[:2], 2)
    second = register.call("GET", "batchVerify/batch-0001/results?from=2&limit=2").json()
    assert ([one["result"] for one in second["results"]], second["next"]) == (RESULTS[2:3], None)
    assert register.call("GET", "batchVerify/batch-0001/results?from=3").json()["results"] == []


def test_everything_may_be_sent_again_but_not_otherwise(register: PopulationTwin) -> None:
    assert register.call("POST", "batchVerify", OPENING).status_code == 201
    assert register.call("POST", "batchVerify", OPENING).status_code == 200
    assert register.call("POST", "batchVerify", {**OPENING, "total": 7}).status_code == 409
    assert put(register, 0, CLAIMS[:3]).status_code == 200
    again = put(register, 0, CLAIMS[:4])
    assert (again.status_code, again.json()["received"]) == (200, 4)
    clash = put(register, 3, [CLAIMS[0], CLAIMS[4]])
    assert (clash.status_code, clash.json()["type"]) == (409, "urn:dean06:population:conflict")
    assert state(register)["received"] == 4
    put(register, 4, CLAIMS[4:])
    assert finished(register) == RESULTS
    assert put(register, 0, CLAIMS).json()["state"] == "done"
    assert put(register, 5, CLAIMS[:1]).status_code == 409


def test_rows_beyond_the_end_or_the_purpose_or_the_limit(register: PopulationTwin) -> None:
    register.call("POST", "batchVerify", OPENING)
    assert put(register, 5, CLAIMS[:2]).json()["errors"] == ["rows"]
    assert put(register, 0, CLAIMS[:1] * 1001).json()["errors"] == ["rows"]
    assert register.call("PUT", "batchVerify/batch-0001/rows/x", {"rows": CLAIMS}).status_code == 404
    register.call("POST", "batchVerify", {**OPENING, "batchId": "batch-0002", "purpose": "GIAO_DUC"})
    refused = put(register, 0, CLAIMS, "batch-0002")
    assert (refused.status_code, refused.json()["fields"]) == (403, ["SoCMND"])
    assert register.call("GET", "batchVerify/batch-0002").json()["received"] == 0


def test_a_batch_belongs_to_its_client(register: PopulationTwin) -> None:
    register.call("POST", "batchVerify", OPENING)
    assert register.call("GET", "batchVerify/batch-0001", client=OTHER_CLIENT).status_code == 404
    other = register.call("POST", "batchVerify", {**OPENING, "total": 9}, client=OTHER_CLIENT)
    assert other.status_code == 201
    assert state(register)["total"] == 6


def test_a_batch_goes_on_after_a_restart(tmp_path: Path) -> None:
    with running_register(tmp_path, "--today", TODAY) as twin:
        twin.call("POST", "batchVerify", OPENING)
        put(twin, 2, CLAIMS[2:])
    with running_register(tmp_path, "--today", TODAY) as twin:
        assert state(twin)["received"] == 4
        assert put(twin, 2, CLAIMS[2:]).status_code == 200
        put(twin, 0, CLAIMS[:2])
        assert finished(twin) == RESULTS
    with running_register(tmp_path, "--today", TODAY) as twin:
        assert finished(twin) == RESULTS


class Clock:
    """Seconds as the test says."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    one = Memory(cached(tmp_path, seed=6, count=1_000, demo=PEOPLE))
    yield one
    one.close()


def register_on(memory: Memory) -> Register:
    return Register(memory, lambda: date.fromisoformat(TODAY))


def test_a_batch_is_dropped_a_week_after_the_last_call(memory: Memory) -> None:
    clock = Clock()
    batches = Batches(register_on(memory), clock)
    batches.add(batches.open("client", OPENING)[0], 0, CLAIMS)
    clock.now += KEPT_SECONDS - 1
    assert batches.find("client", "batch-0001").received == 6
    clock.now += KEPT_SECONDS - 1
    assert batches.find("client", "batch-0001").received == 6
    clock.now += KEPT_SECONDS + 1
    with pytest.raises(Problem, match="not_found"):
        batches.find("client", "batch-0001")
    batches.open("client", {**OPENING, "batchId": "batch-0002"})
    assert memory.all("SELECT row FROM rows") == []


def test_what_was_compared_is_forgotten_but_its_answer(memory: Memory) -> None:
    batches = Batches(register_on(memory))
    batch, _ = batches.open("client", OPENING)
    batches.add(batch, 0, CLAIMS)
    assert batches.work(batch)
    assert not batches.work(batch)
    kept = memory.all("SELECT content, answer FROM rows ORDER BY row")
    assert {content for content, _ in kept} == {""}
    assert [json.loads(answer)["result"] for _, answer in kept] == RESULTS
