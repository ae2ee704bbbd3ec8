"""What every portal behind the port owes, run against the twin over real sockets."""

import json
from collections.abc import Iterator
from datetime import datetime

import httpx2
import pytest
from tests.sandbox.portal_twin import QUICK, PortalTwin, portal_twin, running_portal, shared_portal
from tests.sandbox.twin import free_port

from dean06.adapters.national_portal import PortalClient, PortalConfig
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.ports.national_portal import Dossier, NationalPortal, PortalFailed, Reason, Report

__all__ = ["portal_twin", "shared_portal"]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=VN_TZ)


@pytest.fixture
def portal(portal_twin: PortalTwin) -> Iterator[NationalPortal]:
    client = portal_twin.client()
    yield client
    client.close()


def report(dossier: Dossier, number: int, status: int | None, **more: object) -> Report:
    facts = {
        "code": dossier.code, "procedure": dossier.procedure, "our_code": "000.01.01.H27-261124-0001", "at": NOW,
        "note": "Đã nhận đủ", "by_name": "Lê Thị Lan", "by_post": "Cán bộ một cửa", "by_unit": "Trung tâm",
    }  # fmt: skip
    return Report(number=number, status=status, **(facts | more))


def filed(portal: NationalPortal, twin: PortalTwin, **said: object) -> Dossier:
    twin.file(**said)
    return portal.read(portal.waiting(most=10)[-1].raw)


def reason(call) -> Reason:
    with pytest.raises(PortalFailed) as failed:
        call()
    return failed.value.reason


def test_what_somebody_files_waits_until_it_is_confirmed(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    made = portal_twin.file(person="hoa")
    (message,) = portal.waiting(most=10)
    dossier = portal.read(message.raw)
    assert (dossier.code, dossier.procedure, dossier.agency) == (made["MaHoSo"], "1.001193", "000.01.01.H27")
    assert (dossier.full_name, dossier.personal_id, dossier.is_identified) == ("Trần Thị Hoa", "000151000201", True)
    assert dossier.answers["child_name"] == "Nguyễn Hư Cấu"
    assert dossier.filed_at.tzinfo is VN_TZ
    assert portal.waiting(most=10) == [message], "the same words each time"
    portal.confirm(message.id)
    portal.confirm(message.id)
    assert portal.waiting(most=10) == []


def test_no_more_than_asked_for_the_oldest_first(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    codes = [portal_twin.file()["MaHoSo"] for _ in range(3)]
    assert [portal.read(one.raw).code for one in portal.waiting(most=2)] == codes[:2]


def test_a_file_is_the_one_that_was_announced(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    dossier = filed(portal, portal_twin, file="%PDF-1.4 hư cấu")
    (file,) = dossier.attachments
    assert portal.attachment(dossier, file) == "%PDF-1.4 hư cấu".encode()
    assert (file.paper, file.file_name) == ("giay_chung_sinh", "chung-sinh.pdf")
    with portal_twin.fault("wrong_file"):
        assert reason(lambda: portal.attachment(dossier, file)) is Reason.OUT_OF_PROTOCOL
    with portal_twin.fault("huge_file"):
        assert reason(lambda: portal.attachment(dossier, file)) is Reason.OUT_OF_PROTOCOL
    with portal_twin.fault("no_file"):
        assert reason(lambda: portal.attachment(dossier, file)) is Reason.REQUEST_REFUSED


def test_reports_bring_the_dossier_where_it_stands_each_once(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    dossier = filed(portal, portal_twin)
    portal.report(report(dossier, 1, 1))
    portal.report(report(dossier, 2, 2, received_at=NOW, due_at=NOW))
    portal.report(report(dossier, 2, 2))
    portal.report(report(dossier, 3, None, note="Thủ tục liên thông"))
    kept = portal_twin.kept(dossier.code)
    assert (kept["status"], kept["unit_code"], kept["told"]) == ("2", "000.01.01.H27-261124-0001", 3)
    assert [one["TrangThai"] for one in kept["steps"]] == ["1", "2", ""]
    assert kept["standing"]["NgayTiepNhan"] == "20261124090000"
    assert kept["steps"][1]["NguoiXuLy"] == "Lê Thị Lan"


def test_a_portal_finds_out_who_overtakes_himself(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    dossier = filed(portal, portal_twin)
    assert reason(lambda: portal.report(report(dossier, 2, 2))) is Reason.REQUEST_REFUSED


def test_an_answer_that_was_lost_costs_nothing(portal_twin: PortalTwin) -> None:
    client = portal_twin.client()
    dossier = filed(client, portal_twin)
    with portal_twin.fault("lost_answer"):
        assert reason(lambda: client.report(report(dossier, 1, 1))) is Reason.BUSY
    client.report(report(dossier, 1, 1))
    assert len(portal_twin.kept(dossier.code)["steps"]) == 1


def test_a_session_that_ended_is_opened_anew_once(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    portal_twin.file()
    assert len(portal.waiting(most=5)) == 1
    with portal_twin.fault("session_over"):
        assert reason(lambda: portal.waiting(most=5)) is Reason.NOT_AUTHORISED
    assert len(portal.waiting(most=5)) == 1


FAULTS = [
    ("down", Reason.BUSY),
    ("busy", Reason.BUSY),
    ("garbled", Reason.OUT_OF_PROTOCOL),
    ("not_json", Reason.OUT_OF_PROTOCOL),
]


@pytest.mark.parametrize(("fault", "why"), FAULTS, ids=[row[0] for row in FAULTS])
def test_what_goes_wrong_there_has_a_name_here(portal_twin: PortalTwin, fault: str, why: Reason) -> None:
    with portal_twin.fault(fault):
        assert reason(lambda: portal_twin.client().waiting(most=5)) is why


def test_nobody_waits_for_a_slow_portal_and_then_nobody_asks(portal_twin: PortalTwin) -> None:
    client = portal_twin.client(limits=QUICK)
    with portal_twin.fault("slow", seconds=5):
        assert [reason(lambda: client.waiting(most=5)) for _ in range(2)] == [Reason.TIMED_OUT] * 2
        assert reason(lambda: client.waiting(most=5)) is Reason.CIRCUIT_OPEN


def test_no_portal_at_all_and_a_wrong_password(portal_twin: PortalTwin) -> None:
    nowhere = PortalConfig(url=f"http://127.0.0.1:{free_port()}", username="x", password="x", unit="x")
    assert reason(lambda: PortalClient(nowhere).waiting(most=5)) is Reason.UNREACHABLE
    assert reason(lambda: portal_twin.client(password="sai").waiting(most=5)) is Reason.NOT_AUTHORISED


def test_what_is_no_dossier_is_handed_over_all_the_same(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    portal_twin.file(raw={"MaHoSo": "x"})
    portal_twin.file(raw="không phải hồ sơ")
    raws = [one.raw for one in portal.waiting(most=5)]
    assert [json.loads(raw) for raw in raws] == [{"MaHoSo": "x"}, "không phải hồ sơ"]
    assert all(raw.isascii() for raw in raws)


def test_the_books_outlive_the_process(tmp_path) -> None:
    with running_portal("--state", str(tmp_path)) as twin:
        code = twin.file()["MaHoSo"]
    with running_portal("--state", str(tmp_path)) as twin:
        assert twin.kept(code)["status"] == "1"


def test_the_citizens_page_files_and_shows_what_became_of_it(portal: NationalPortal, portal_twin: PortalTwin) -> None:
    answer = httpx2.post(f"{portal_twin.url}/nop", data={"person": "hoa"}, trust_env=False, follow_redirects=True)
    assert "Chưa có cơ quan nào nhận" in answer.text
    dossier = portal.read(portal.waiting(most=1)[0].raw)
    portal.report(report(dossier, 1, 5, note="Bổ sung <b>giấy</b>"))
    page = httpx2.get(portal_twin.url, trust_env=False).text
    assert "Yêu cầu bổ sung giấy tờ" in page
    assert "Bổ sung &lt;b&gt;giấy&lt;/b&gt;" in page
