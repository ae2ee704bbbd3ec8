"""The invented hospital at the real FHIR door: what it sends and asks, over loopback, and what is said back to it."""

import json
import subprocess
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from tests.pilots.p17_health_labour_books.conftest import Ward
from tests.sandbox.hospital_twin import HospitalTwin, command, running_hospital

from dean06.config import sandbox
from dean06.kernel.base import clock
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.models import HealthBundle, HealthLook, HealthShare

UNIT = "benh-vien-da-khoa"
SLOW_S = 0.5


@pytest.fixture(scope="module")
def shared_hospital(live_server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HospitalTwin]:
    with running_hospital(tmp_path_factory.mktemp("hospital"), f"{live_server.url}{sandbox.FHIR_PATH}") as twin:
        yield twin


@pytest.fixture
def hospital(shared_hospital: HospitalTwin, live_server: LiveServer, ward: Ward, settings: Any) -> HospitalTwin:
    """Well-behaved, and registered with the key it shows."""
    settings.PUBLIC_URL = live_server.url
    shared_hospital.admin("DELETE", "faults")
    ward.facility.jwks = shared_hospital.keys()
    ward.facility.save()
    return shared_hospital


def share(ward: Ward, *kinds: EntryKind) -> None:
    now = clock.now()
    HealthShare.objects.create(
        subject_id=ward.people["hoa"],
        consent_id=uuid.uuid4(),
        unit_code=UNIT,
        kinds=[one.value for one in kinds],
        purpose="Khám bệnh",
        created_at=now,
        expires_at=now + timedelta(days=1),
    )


def test_the_hospital_is_told_where_the_door_is() -> None:
    assert reverse("p17_health_labour_books_api:door") == f"{sandbox.FHIR_PATH}/"
    given = sandbox.hospital_command()
    assert given[given.index("--door") + 1] == f"{sandbox.public_url()}{sandbox.FHIR_PATH}"


def test_a_chart_is_taken_once(hospital: HospitalTwin) -> None:
    assert "Gửi hồ sơ (HTTP 201) Đã nhận" in hospital.send("hoa")
    assert "Gửi hồ sơ (HTTP 200) Gói này đã nhận trước đó." in hospital.send("hoa")
    assert "(HTTP 201)" in hospital.send("hoa", edition=2)
    assert HealthBundle.objects.count() == 2


def test_only_what_was_shared_is_told(hospital: HospitalTwin, ward: Ward) -> None:
    hospital.send("hoa")
    refused = hospital.ask("hoa")
    assert refused.count("(HTTP 403) Người có sổ chưa chia sẻ phần này với cơ sở, hoặc chia sẻ đã hết.") == 2
    assert "penicillin" not in refused
    assert not HealthLook.objects.exists()
    share(ward, EntryKind.ALLERGY)
    told = hospital.ask("hoa")
    assert "Dị ứng (HTTP 200)" in told
    assert "Dị ứng penicillin" in told
    assert "Bản tóm tắt (HTTP 200)" in told
    assert HealthLook.objects.filter(subject_id=ward.people["hoa"], unit_code=UNIT).count() == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("wrong_patient", "(HTTP 422) Họ tên hoặc ngày sinh không khớp với số định danh cá nhân."),
        ("oversized", "(HTTP 413) Gói lớn hơn 20 MB."),
        ("forged", "(HTTP 401) Không có mã truy cập: invalid_client"),
    ],
)
def test_what_it_does_wrong_is_refused_in_words(hospital: HospitalTwin, fault: str, words: str) -> None:
    with hospital.fault(fault):
        assert words in hospital.send("hoa")
    assert not HealthBundle.objects.exists()


def test_a_slow_sender_is_heard_out(hospital: HospitalTwin) -> None:
    begun = time.monotonic()
    with hospital.fault("slow", seconds=SLOW_S):
        assert "(HTTP 201)" in hospital.send("hoa")
    assert time.monotonic() - begun >= SLOW_S


@pytest.mark.parametrize(
    ("patient", "edition"), [("minh", "1"), ("hoa", "0"), ("hoa", "x"), ("hoa", "²"), ("hoa", "100")]
)
def test_its_page_sends_nothing_of_nobody(hospital: HospitalTwin, patient: str, edition: str) -> None:
    said = {"patient": patient, "edition": edition}
    assert httpx2.post(f"{hospital.url}/gui", data=said, trust_env=False).status_code == 303
    assert not HealthBundle.objects.exists()


def test_without_a_door_the_page_says_so(tmp_path: Path) -> None:
    with running_hospital(tmp_path, "http://127.0.0.1:9/fhir") as twin:
        assert "Không có câu trả lời đọc được (ConnectError)" in twin.send("hoa")


def test_its_key_is_made_once_and_shown_without_its_secret(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        subprocess.run(command(tmp_path, "http://127.0.0.1:9/fhir", "--make-key"), check=True)
        made.append(json.loads((tmp_path / "jwks.json").read_text(encoding="ascii"))["keys"])
    assert made[0] == made[1]
    assert [set(one) for one in made[0]] == [{"kty", "crv", "x", "y", "kid", "use", "alg"}]
    assert (tmp_path / "hospital.key").stat().st_mode & 0o077 == 0
    with running_hospital(tmp_path, "http://127.0.0.1:9/fhir") as twin:
        assert twin.keys() == made[0]
        with twin.fault("down"):
            assert httpx2.get(f"{twin.url}/.well-known/jwks.json", trust_env=False).status_code == 503
