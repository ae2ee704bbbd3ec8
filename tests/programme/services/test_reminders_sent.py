"""Reminders: each stage once, to whom it concerns, in their inbox."""

from datetime import date

import pytest

from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.messaging.models import InboxMessage, Message
from dean06.programme import tasks
from dean06.programme.choices import ProgressState, Verdict
from dean06.programme.models import ReminderSent
from dean06.programme.services.progress import judge_report, report_progress
from dean06.programme.services.reminders import DIGEST_LINES, send_due

from .conftest import entries, on, proof

DUE = date(2023, 12, 30)  # task 18, led by the culture office alone
CULTURE, TRACKER, CHAIR = "phong-van-hoa-thong-tin", "cong-an-huyen", "ubnd-huyen"


def stages(number=18, unit=CULTURE):
    return list(
        ReminderSent.objects.filter(assignment__number=number, unit_code=unit)
        .order_by("sent_at")
        .values_list("stage", flat=True)
    )


def inboxes(number, words):
    rows = InboxMessage.objects.filter(
        message__subject__startswith=f"Nhiệm vụ {number}:", message__subject__endswith=words
    )
    return {(row.unit_code, row.role) for row in rows}


def run(*days):
    for day in days:
        with on(day, 7):
            send_due(SYSTEM, on=day)


def test_every_stage_once_whatever_the_worker_repeats(office):
    run(*[date(2023, 12, day) for day in (15, 20, 20, 21, 26, 28, 29, 30, 31)], date(2024, 1, 2), date(2024, 1, 5))
    assert stages() == ["d7", "d3", "d1", "overdue", "escalated"]


def test_again_on_the_same_day_sends_nothing(office):
    day = date(2023, 12, 20)
    with on(day):
        assert send_due(SYSTEM, on=day) > 0
        before = (Message.objects.count(), entries("programme.send_reminder"))
        assert send_due(SYSTEM, on=day) == 0
    assert (Message.objects.count(), entries("programme.send_reminder")) == before


def test_before_the_deadline_only_the_unit_hears(office):
    run(date(2023, 12, 20))
    assert inboxes(18, "còn 7 ngày làm việc") == {(CULTURE, Role.CLERK)}


def digests(number=18):
    """Digests that speak of a task; those about missing plans aside."""
    rows = InboxMessage.objects.filter(
        message__subject__contains="việc quá hạn cần đôn đốc", message__body__contains=f"Nhiệm vụ {number}:"
    )
    return {(row.unit_code, row.role): row.message.body for row in rows.select_related("message")}


def test_late_the_tracking_body_gets_one_digest_then_the_leader_too(office):
    run(date(2024, 1, 2))
    assert inboxes(18, "đã quá hạn") == {(CULTURE, Role.CLERK)}
    assert set(digests()) == {(TRACKER, Role.COORDINATOR)}
    assert "- Phòng Văn hóa - Thông tin: Nhiệm vụ 18:" in digests()[TRACKER, Role.COORDINATOR]
    run(date(2024, 1, 8))
    assert inboxes(18, "báo cáo lãnh đạo") == {(CULTURE, Role.CLERK)}
    assert "Nhiệm vụ 18:" in digests()[CHAIR, Role.LEADER]


def test_a_digest_stays_short_and_says_how_many_more(office):
    run(date(2024, 1, 8))
    body = digests(1)[CHAIR, Role.LEADER]
    assert len([line for line in body.splitlines() if line.startswith("- ")]) == DIGEST_LINES
    assert "việc khác trên bảng điều hành" in body


def test_each_reminder_leaves_one_entry_of_its_own(office):
    with on(date(2023, 12, 20)):
        sent = send_due(SYSTEM, on=date(2023, 12, 20))
    assert entries("programme.send_reminder") == sent == ReminderSent.objects.count()


def test_a_claim_that_waits_reminds_nobody_and_a_return_does_again(office):
    clerk = office.who("culture_clerk")
    with on(date(2023, 12, 18)):
        report = report_progress(
            clerk,
            assignment_id=office.task(18).pk,
            unit_code=clerk.unit_code,
            state=ProgressState.COMPLETED,
            percent=100,
            summary="Xong",
            files=[proof()],
            request_key="k",
        )
    run(date(2023, 12, 20), date(2024, 1, 2))
    assert stages() == []
    with on(date(2024, 1, 2), 15):
        judge_report(office.who("coordinator"), report_id=report, verdict=Verdict.RETURNED, note="Thiếu")
    run(date(2024, 1, 3))
    assert stages() == ["overdue"]


def test_a_confirmed_completion_ends_it(office):
    clerk = office.who("culture_clerk")
    report = report_progress(
        clerk,
        assignment_id=office.task(18).pk,
        unit_code=clerk.unit_code,
        state=ProgressState.COMPLETED,
        percent=100,
        summary="Xong",
        files=[proof()],
        request_key="k",
    )
    judge_report(office.who("coordinator"), report_id=report, verdict=Verdict.CONFIRMED, note="")
    run(date(2024, 1, 2), date(2024, 1, 8))
    assert stages() == []


def test_a_lead_out_of_reach_is_asked_through_the_contact(office):
    run(date(2023, 12, 20))  # task 12: the police and, only requested, the centre
    assert stages(12, TRACKER) == ["d7"]
    assert not ReminderSent.objects.filter(unit_code="c06").exists()


def test_plans_are_asked_for_until_they_come(office):
    run(date(2023, 11, 29))
    asked = ReminderSent.objects.filter(obligation__is_plan_duty=True)
    assert asked.filter(unit_code="phong-y-te", stage="d3").exists()
    assert not asked.filter(unit_code__in=["phong-ban-nganh", "c06", "ubnd-huyen", "to-cong-tac-de-an-06"]).exists()


def test_missing_plans_are_asked_of_the_heirs(office):
    run(date(2026, 1, 5))
    asked = set(ReminderSent.objects.filter(obligation__is_plan_duty=True).values_list("unit_code", flat=True))
    assert "phong-van-hoa-xa-hoi-xa-duc-tho" in asked
    assert "phong-y-te" not in asked


def test_recurring_work_is_asked_for_each_month(office):
    run(date(2023, 12, 25), date(2024, 1, 2))
    sent = ReminderSent.objects.filter(assignment__number=11).order_by("sent_at")
    assert [(row.stage, row.due_on) for row in sent] == [
        ("d7", date(2023, 12, 31)),
        ("overdue", date(2023, 12, 31)),
    ]


@pytest.mark.parametrize("task", [tasks.send_reminders, tasks.hand_over_duties])
def test_the_worker_does_it(office, task):
    with on(date(2025, 7, 1)):
        task(timestamp=0)
    if task is tasks.send_reminders:
        assert ReminderSent.objects.exists()
    else:
        assert entries("programme.hand_over") > 0
