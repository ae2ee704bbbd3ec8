"""The register's open door, and the pages to people they are not for."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.pilots.p16_criminal_records.conftest import Station

from dean06.config import sandbox
from dean06.kernel.base import clock, outbox
from dean06.pilots.p16_criminal_records.services import ordering

DOOR = "/api/p16/tra-loi/"


def bring(raw: str):
    return Client().post(DOOR, raw, content_type="application/jose")


@pytest.fixture
def sent(station: Station) -> UUID:
    """A case whose order is with the register."""
    case_id = station.filed("dat")
    outbox.deliver(f"{ordering.TOPIC}:{station.search(case_id).pk}")
    return case_id


def test_the_twin_knows_the_door() -> None:
    assert reverse("p16_criminal_records_api:answer") == DOOR == sandbox.SEARCH_ANSWER_PATH


def test_what_the_register_signed_comes_in_once(station: Station, sent: UUID) -> None:
    raw = station.twin.signed(str(station.search(sent).pk))
    answers = [bring(raw) for _ in range(2)]
    assert [(one.status_code, one.json()["repeat"]) for one in answers] == [(200, False), (200, True)]
    assert station.search(sent).state == "answered"


FAULTS = [
    ("forged", 422, "bad_signature"),
    ("stale", 422, "stale"),
    ("malformed", 422, "malformed"),
    ("wrong_person", 409, "wrong_person"),
    ("wrong_order", 404, "search_not_found"),
]


@pytest.mark.parametrize(("fault", "status", "code"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_does_not_fit_stays_outside(station: Station, sent: UUID, fault: str, status: int, code: str) -> None:
    with station.twin.fault(fault):
        answer = bring(station.twin.signed(str(station.search(sent).pk)))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert station.search(sent).state == ("refused" if fault == "wrong_person" else "sent")


def test_an_answer_of_yesterday_replayed_today_is_stale(station: Station, sent: UUID) -> None:
    raw = station.twin.signed(str(station.search(sent).pk))
    with clock.at(clock.now() + timedelta(hours=2)):
        assert bring(raw).json()["code"] == "stale"
    assert bring("x" * (201 * 1024)).json()["code"] == "oversized"


def test_anybody_reads_what_the_certificates_are(station: Station) -> None:
    page = Client().get("/p16/").content.decode()
    for words in ("Phiếu số 2", "xâm hại tình dục trẻ em", "200.000 đ", "Chưa đối chiếu văn bản gốc"):
        assert words in page
