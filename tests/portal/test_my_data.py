""" "Dữ liệu của tôi"."""

import html
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from tests.kernel.audit.province import SIGNED_AT, Province
from tests.kernel.audit_trail import bodies_of
from tests.kernel.identity.fakes import HOA

from dean06.kernel.audit import alarms
from dean06.kernel.audit import api as audit
from dean06.kernel.audit.models import AuditCheckpoint, AuditCosignature
from dean06.kernel.audit.types import AlarmKind
from dean06.kernel.base import clock
from dean06.kernel.parties import api as parties
from dean06.portal import services
from dean06.portal.limits import LIMITS


def test_it_shows_what_is_kept_and_who_looked(hoa):
    text = hoa.get("/du-lieu-cua-toi/").content.decode()
    for kept in (HOA.full_name, HOA.personal_id, "12/04/1951", "Nữ"):
        assert kept in text
    assert "Chính bà" in text
    assert "Xem dữ liệu của mình" in text  # this very look
    assert "Đăng nhập" in text


def test_every_look_is_the_persons_own_act(hoa):
    hoa.get("/du-lieu-cua-toi/")
    hoa.get("/du-lieu-cua-toi/")
    bodies = bodies_of("portal.read_own_data")
    assert len(bodies) == 2
    party_id = parties.find_person(HOA.personal_id)
    assert {body["actor"]["party"] for body in bodies} == {str(party_id)}
    assert audit.looks_at(party_id)[0].is_own_act


def test_the_list_turns_pages(hoa):
    for _ in range(25):
        hoa.get("/du-lieu-cua-toi/")
    own = {"nhom": "chinh-minh"}
    assert len(hoa.get("/du-lieu-cua-toi/", **own).context["page_obj"].object_list) == 20
    assert 0 < len(hoa.get("/du-lieu-cua-toi/", **own, trang="2").context["page_obj"].object_list) < 20
    assert hoa.get("/du-lieu-cua-toi/").context["page_obj"].object_list == []


def test_the_file_to_take_away_verifies_without_us(hoa, tmp_path):
    answer = hoa.post("/du-lieu-cua-toi/nhat-ky.json")
    assert answer["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
    bundle = json.loads(answer.content)
    acts = [json.loads(entry["body"])["action"] for entry in bundle["entries"]]
    assert acts[-1] == "portal.download_own_log"
    for name in ("audit_verify.py", "audit_complete.py"):
        (tmp_path / name).write_bytes(hoa.get(f"/kiem-chung/{name}").content)
    (tmp_path / "bundle.json").write_bytes(answer.content)
    command = [sys.executable, "-I", str(tmp_path / "audit_complete.py"), str(tmp_path / "bundle.json")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    (tmp_path / "bundle.json").write_bytes(answer.content.replace(b"portal.download", b"portal.somewhat", 1))
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


def test_taking_the_file_away_over_and_over_ends_in_a_pause(hoa, monkeypatch):
    """Each time a checkpoint is signed and a second party is asked."""
    monkeypatch.setattr(services, "OWN_LOG_LIMIT", services.Limit(name="portal.test", count=2, seconds=3600))
    with clock.at(clock.now()):
        assert [hoa.post("/du-lieu-cua-toi/nhat-ky.json").status_code for _ in range(3)] == [200, 200, 429]
    assert len(bodies_of("portal.download_own_log")) == 2
    assert len(bodies_of("portal.refuse_own_log")) == 1
    assert "10 lần trong 60 phút" in dict(LIMITS)["Tải danh sách lượt xem kèm bằng chứng, mỗi người"]


@pytest.fixture
def witness(settings):
    """A second party on paper is appointed."""
    province = Province()
    settings.WITNESS = {"url": "", "key": province.key, "key_file": None, "name": "Văn phòng UBND tỉnh"}
    return province


def confirm(witness: Province) -> None:
    row = AuditCheckpoint.objects.latest("size")
    at = datetime.fromtimestamp(SIGNED_AT, UTC)
    AuditCosignature.objects.create(checkpoint=row, witness=witness.key, line=witness.line(row.note), signed_at=at)


def test_it_says_that_nobody_else_confirms_the_list(hoa, settings):
    settings.WITNESS = {"url": "", "key": "", "key_file": None, "name": ""}
    text = hoa.get("/du-lieu-cua-toi/").content.decode()
    assert "chưa có bên thứ hai nào xác nhận" in text
    assert "--witness-key" not in text


def test_it_says_that_the_second_party_has_not_confirmed_yet(hoa, witness):
    text = hoa.get("/du-lieu-cua-toi/").content.decode()
    assert "Văn phòng UBND tỉnh chưa xác nhận nhật ký này" in text
    assert witness.key in html.unescape(text)


def test_it_says_who_confirms_the_list_and_when(hoa, witness):
    audit.checkpoint()
    confirm(witness)
    text = " ".join(hoa.get("/du-lieu-cua-toi/").content.decode().split())
    assert "Văn phòng UBND tỉnh, lúc 05:13 ngày 15/11/2023" in text


def test_a_contradiction_is_not_kept_from_people(hoa, witness):
    audit.checkpoint()
    confirm(witness)
    alarms.raise_alarm(AlarmKind.OTHER_ROOT, witness=witness.key, size=9, witness_size=9)
    text = hoa.get("/du-lieu-cua-toi/").content.decode()
    assert "đừng coi danh sách là đã được xác nhận" in text
    assert "05:13 ngày 15/11/2023" not in text


def test_taking_away_is_a_button(hoa):
    assert hoa.get("/du-lieu-cua-toi/nhat-ky.json").status_code == 405
