"""Alive, ready, metrics: what a supervisor, a load balancer and a scraper ask."""

import socket
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from dean06.config import health

FAR_AWAY = {"REMOTE_ADDR": "192.0.2.7"}


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_names_its_probes(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert [probe["name"] for probe in answer.json()["probes"]] == ["database", "migrations", "state"]
    assert all(probe["ok"] and not probe["message"] for probe in answer.json()["probes"])


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch):
    """The database answers nobody."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.django_db
def test_without_a_database_it_is_503_and_says_what_to_look_at(client: Client, away: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    failed = {probe["name"]: probe["message"] for probe in answer.json()["probes"] if not probe["ok"]}
    assert "DEAN06_DATABASE_URL" in failed["database"]
    assert "migrations" in failed
    assert "state" not in failed, "one failing probe hides no other"


@pytest.mark.django_db
def test_people_meet_a_page_when_the_database_is_away(away: None) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["dean06"] = "0" * 32
    answer = client.get("/lam-viec/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Kho dữ liệu tạm thời không trả lời" in answer.content.decode()


@pytest.mark.django_db
def test_pending_migrations_are_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "dean06 migrate" in answer.content.decode()


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "DEAN06_STATE" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("caller", [{"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "::1"}])
def test_metrics_for_this_machine(client: Client, caller: dict[str, str]) -> None:
    client.get("/healthz")
    answer = client.get("/metrics", **caller)
    assert answer.status_code == 200
    assert "dean06_requests_total" in answer.content.decode()


@pytest.mark.parametrize(
    "caller",
    [FAR_AWAY, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": ""}],
    ids=["another machine", "behind a proxy", "unknown"],
)
def test_metrics_for_nobody_else(client: Client, caller: dict[str, str]) -> None:
    answer = client.get("/metrics", **caller)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_metrics_by_token(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN06_METRICS_TOKEN", "a-long-token")
    assert client.get("/metrics", **FAR_AWAY, HTTP_AUTHORIZATION="Bearer a-long-token").status_code == 200
    assert client.get("/metrics", **FAR_AWAY, HTTP_AUTHORIZATION="Bearer another").status_code == 403
    assert client.get("/metrics", **FAR_AWAY, HTTP_AUTHORIZATION="Bearer đ").status_code == 403
    assert client.get("/metrics", **FAR_AWAY).status_code == 403


def test_no_token_set_lets_no_empty_token_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEAN06_METRICS_TOKEN", raising=False)
    assert client.get("/metrics", **FAR_AWAY, HTTP_AUTHORIZATION="Bearer ").status_code == 403


@pytest.mark.parametrize(("probe", "setting"), [(health.bank, "BANK"), (health.population_register, "POPULATION")])
def test_a_neighbour_that_is_away_is_said_to_be(probe, setting: str, settings) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        setattr(settings, setting, {"url": url})
        assert not probe().ok, "bound, and nobody listens"
        assert probe().message
        listener.listen()
        assert probe() == health.Probe(probe.__name__, ok=True)
