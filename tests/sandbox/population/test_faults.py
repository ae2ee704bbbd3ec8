"""Everything the twin can do wrong on demand, for as many calls as told; and who may tell it."""

import time

import httpx2
import pytest
from tests.sandbox.population_twin import BASE, CLIENT, HOA, KHANH, PopulationTwin, running_register
from tests.sandbox.twin import ADMIN_TOKEN

MEGABYTE = 1024 * 1024


def strike(twin: PopulationTwin, *names: str, seconds: float = 0, count: int = 1) -> None:
    twin.admin("PUT", "faults", json={"faults": list(names), "seconds": seconds, "count": count})


@pytest.mark.parametrize(("fault", "status", "code"), [("down", 503, "unavailable"), ("too_many", 429, "too_many")])
def test_come_back_later(fault: str, status: int, code: str, register: PopulationTwin) -> None:
    strike(register, fault)
    answer = register.verify(HOA, GioiTinh="2")
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:dean06:population:{code}")
    assert int(answer.headers["retry-after"]) > 0
    assert register.verify(HOA, GioiTinh="2").json()["result"] == "match"


def test_the_provider_cannot_be_reached(register: PopulationTwin) -> None:
    strike(register, "unreachable")
    answer = register.verify(HOA, GioiTinh="2")
    assert (answer.status_code, answer.headers["x-road-error"]) == (500, "Server.ServerProxy.ServiceFailed")
    assert "x-road-request-hash" not in answer.headers


def test_a_fault_ends_after_its_count_and_not_before(register: PopulationTwin) -> None:
    strike(register, "down", count=3)
    assert [register.verify(HOA, GioiTinh="2").status_code for _ in range(5)] == [503, 503, 503, 200, 200]
    assert register.admin("GET", "faults") == {"faults": [], "seconds": 0.0, "count": 3, "struck": 3}
    strike(register, "down", count=0)
    assert {register.verify(HOA, GioiTinh="2").status_code for _ in range(5)} == {503}


def test_an_answer_about_somebody_else(register: PopulationTwin) -> None:
    strike(register, "other_person", count=2)
    answer = register.citizen(HOA, "HoVaTen")
    assert answer.status_code == 200
    assert HOA not in answer.text
    assert register.citizen("000199000999", "HoVaTen").status_code == 200


def test_the_hash_of_another_request(register: PopulationTwin) -> None:
    right = register.verify(HOA, GioiTinh="2").headers["x-road-request-hash"]
    strike(register, "wrong_hash")
    wrong = register.verify(HOA, GioiTinh="2")
    assert wrong.json()["result"] == "match"
    assert len(wrong.headers["x-road-request-hash"]) == len(right)
    assert wrong.headers["x-road-request-hash"] != right


def test_rubbish_under_the_right_headers(register: PopulationTwin) -> None:
    strike(register, "garbage")
    answer = register.citizen(HOA, "HoVaTen")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.text.startswith("<html>")


def test_a_flood(register: PopulationTwin) -> None:
    strike(register, "oversized")
    answer = register.citizen(HOA, "HoVaTen")
    assert len(answer.content) == 32 * MEGABYTE
    assert "content-length" not in answer.headers


def test_elsewhere(register: PopulationTwin) -> None:
    strike(register, "redirect")
    assert register.citizen(HOA, "HoVaTen").status_code == 307


@pytest.mark.parametrize("service", ["getCitizen", "verifyCitizen"])
def test_an_answer_that_breaks_off(service: str, register: PopulationTwin) -> None:
    strike(register, "cut")
    with pytest.raises(httpx2.RemoteProtocolError):
        register.citizen(HOA, "HoVaTen", service=service)
    assert register.verify(KHANH, GioiTinh="1").json()["result"] == "match"


def test_late_but_right(register: PopulationTwin) -> None:
    strike(register, "slow", seconds=0.3)
    began = time.monotonic()
    assert register.verify(HOA, GioiTinh="2").json()["result"] == "match"
    assert time.monotonic() - began >= 0.3


def test_never(register: PopulationTwin) -> None:
    strike(register, "hang")
    with pytest.raises(httpx2.ReadTimeout):
        register.client.post(f"{BASE}/getCitizen", headers={"X-Road-Client": CLIENT}, timeout=0.3)
    assert register.verify(HOA, GioiTinh="2").status_code == 200


def test_health_and_switches_always_behave(register: PopulationTwin) -> None:
    strike(register, "down", "garbage", "cut", count=0)
    assert register.client.get("/healthz").text == "ok"
    assert register.admin("GET", "faults")["faults"] == ["cut", "down", "garbage"]


@pytest.mark.parametrize(
    "wanted", [{"faults": ["sloow"]}, {"faults": ["slow"], "seconds": 601}, {"faults": [], "count": -1}, [], "x", None]
)
def test_a_switch_that_is_none(wanted: object, register: PopulationTwin) -> None:
    headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
    answer = register.client.put("/admin/faults", json=wanted, headers=headers)
    assert answer.status_code == 422
    assert "other_person" in answer.json()["known"]


@pytest.mark.parametrize(("method", "path"), [("PUT", "faults"), ("POST", "changes"), ("POST", "forget")])
@pytest.mark.parametrize("token", ["", "Bearer x", f"Basic {ADMIN_TOKEN}", f"Bearer {ADMIN_TOKEN} "[:-2]])
def test_switches_need_the_token(method: str, path: str, token: str, register: PopulationTwin) -> None:
    headers = {"Authorization": token} if token else {}
    answer = register.client.request(method, f"/admin/{path}", headers=headers)
    assert answer.status_code == 403


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running_register(tmp_path_factory.mktemp("limit"), "--calls-per-minute", "3") as twin:
        answers = [twin.verify(HOA, GioiTinh="2") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
