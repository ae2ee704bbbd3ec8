"""Reports: filed once, by those who have a part, confirmed by somebody else."""

from datetime import date

import pytest

from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.programme.choices import ProgressState, Verdict
from dean06.programme.models import ProgressReport
from dean06.programme.services.progress import judge_report, report_progress

from .conftest import entries, on, proof

RUNNING, COMPLETE = ProgressState.IN_PROGRESS, ProgressState.COMPLETED


def hand_in(office, key="health_clerk", number=4, **given):
    actor = given.pop("actor", None) or office.who(key)
    words = {"state": RUNNING, "percent": 40, "summary": "Đã khảo sát", "files": [proof()], "request_key": new_id().hex}
    asked = {"assignment_id": office.task(number).pk, "unit_code": actor.unit_code} | words | given
    return report_progress(actor, **asked)


def test_a_report_waits_for_its_answer(office):
    report = ProgressReport.objects.get(pk=hand_in(office))
    assert (report.verdict, report.percent, report.as_lead) == (Verdict.PENDING, 40, True)
    assert [file.name for file in report.files.all()] == ["minh-chung.txt"]
    assert entries("programme.report_progress") == 1


def test_a_double_click_files_one_report(office):
    first = hand_in(office, request_key="k1")
    assert hand_in(office, request_key="k1", percent=99) == first
    assert ProgressReport.objects.get(pk=first).percent == 40
    assert entries("programme.report_progress") == 1


def test_the_same_key_of_another_unit_is_another_report(office):
    assert hand_in(office, request_key="k1") != hand_in(office, key="culture_clerk", request_key="k1")


def test_a_unit_that_coordinates_reports_its_own_part(office):
    report = ProgressReport.objects.get(pk=hand_in(office, key="culture_clerk"))
    assert not report.as_lead
    with pytest.raises(Invalid, match="chủ trì mới báo cáo hoàn thành") as refusal:
        hand_in(office, key="culture_clerk", state=COMPLETE, percent=100)
    assert refusal.value.field == "state"


def test_a_member_of_a_group_has_the_groups_part(office):
    """Task 1 is led by "các phòng, ban, ngành, địa phương": every office and commune may report, and it was theirs."""
    assert ProgressReport.objects.get(pk=hand_in(office, key="tung_anh_clerk", number=1)).as_lead


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"percent": 101}, "percent", "từ 0 đến 100"),
        ({"percent": -1}, "percent", "từ 0 đến 100"),
        ({"state": COMPLETE, "percent": 90}, "percent", "phải là 100"),
        ({"state": COMPLETE, "percent": 100, "files": []}, "files", "ít nhất một tệp minh chứng"),
        ({"summary": "  "}, "summary", "mô tả kết quả"),
    ],
)
def test_what_a_report_must_say(office, wrong, field, words):
    with pytest.raises(Invalid, match=words) as refusal:
        hand_in(office, **wrong)
    assert refusal.value.field == field
    assert not ProgressReport.objects.exists()


def test_speaking_for_another_unit_is_refused_and_leaves_an_entry(office):
    with pytest.raises(NotPermitted, match="đơn vị của mình"):
        hand_in(office, key="culture_clerk", unit_code="phong-y-te")
    assert entries("programme.refused") == 1
    assert not ProgressReport.objects.exists()


def test_reporting_on_another_units_work_is_refused_and_leaves_an_entry(office):
    with pytest.raises(NotPermitted, match="không được phân công"):
        hand_in(office, key="justice_clerk", number=7)
    assert entries("programme.refused") == 1


def test_an_unknown_assignment(office):
    with pytest.raises(NotFound):
        hand_in(office, assignment_id=new_id())


@pytest.mark.parametrize("role", ["leader", "operator"])
def test_who_is_no_clerk_reports_nothing(office, role):
    with pytest.raises(NotPermitted):
        hand_in(office, key=role, number=1)


class TestAnswers:
    """Submitted is not done: the assigner confirms or returns."""

    def test_confirmed(self, office):
        report_id = hand_in(office)
        judge_report(office.who("coordinator"), report_id=report_id, verdict=Verdict.CONFIRMED, note="")
        report = ProgressReport.objects.get(pk=report_id)
        assert report.verdict == Verdict.CONFIRMED
        assert report.verdict_by_id == office.who("coordinator").user_id
        assert entries("programme.judge_report") == 1

    def test_returned_with_a_reason(self, office):
        report_id = hand_in(office)
        with pytest.raises(Invalid, match="lý do trả lại"):
            judge_report(office.who("leader"), report_id=report_id, verdict=Verdict.RETURNED, note=" ")
        judge_report(office.who("leader"), report_id=report_id, verdict=Verdict.RETURNED, note="Thiếu danh sách")
        assert ProgressReport.objects.get(pk=report_id).verdict_note == "Thiếu danh sách"

    def test_only_once(self, office):
        report_id = hand_in(office)
        judge_report(office.who("coordinator"), report_id=report_id, verdict=Verdict.CONFIRMED, note="")
        with pytest.raises(Conflict, match="đã được trả lời lúc 09:00 ngày 01/12/2023: đã xác nhận"):
            judge_report(office.who("leader"), report_id=report_id, verdict=Verdict.RETURNED, note="Không")
        assert ProgressReport.objects.get(pk=report_id).verdict == Verdict.CONFIRMED

    def test_never_by_whom_it_came_from(self, office):
        report_id = hand_in(office, key="coordinator", number=3)
        with pytest.raises(NotPermitted, match="không được tự xác nhận"):
            judge_report(office.who("coordinator"), report_id=report_id, verdict=Verdict.CONFIRMED, note="")

    def test_a_clerk_is_refused_and_it_is_noted(self, office):
        report_id = hand_in(office)
        with pytest.raises(NotPermitted):
            judge_report(office.who("culture_clerk"), report_id=report_id, verdict=Verdict.CONFIRMED, note="")
        assert entries("programme.refused") == 1

    def test_pending_is_no_answer(self, office):
        report_id = hand_in(office)
        with pytest.raises(Invalid):
            judge_report(office.who("coordinator"), report_id=report_id, verdict=Verdict.PENDING, note="")

    def test_an_unknown_report(self, office):
        with pytest.raises(NotFound):
            judge_report(office.who("coordinator"), report_id=new_id(), verdict=Verdict.CONFIRMED, note="")


def test_a_successor_reports_after_the_reorganisation(office):
    from dean06.kernel.base.actor import SYSTEM
    from dean06.programme.services.succession import hand_over

    day = date(2025, 8, 1)
    with on(day):
        hand_over(SYSTEM, on=day)
        heir = office.who("infrastructure_clerk", day)
        assert heir.unit_code == "phong-kinh-te-xa-duc-tho"
        report = ProgressReport.objects.get(pk=hand_in(office, actor=heir, number=7))
        assert report.as_lead
        with pytest.raises(NotPermitted):
            hand_in(office, key="infrastructure_clerk", number=7)  # the ended unit speaks no more
