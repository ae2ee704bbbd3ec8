"""Successors take over open work; history stays what it was."""

from datetime import date

from dean06.kernel.base.actor import SYSTEM
from dean06.programme.choices import DutyBasis, ProgressState, Verdict
from dean06.programme.models import ProgressReport, Responsibility
from dean06.programme.services.progress import judge_report, report_progress
from dean06.programme.services.succession import hand_over

from .conftest import entries, on, proof

ENDED, LAST = date(2025, 7, 1), date(2025, 6, 30)
HEALTH, HEIR = "phong-y-te", "phong-van-hoa-xa-hoi-xa-duc-tho"


def reorganise():
    with on(ENDED, 0):
        return hand_over(SYSTEM, on=ENDED)


def leads(day, number=4):
    rows = Responsibility.objects.in_force(day).filter(assignment__number=number, role="lead")
    return {row.unit_code: row.is_accountable for row in rows}


def test_nothing_passes_while_the_units_live(office):
    assert hand_over(SYSTEM, on=date(2025, 2, 28)) == 0
    assert entries("programme.hand_over") == 0


def test_the_heir_of_the_place_answers_the_others_lead_with_it(office):
    passed = reorganise()
    assert passed == Responsibility.objects.exclude(valid_until=None).count()
    assert leads(LAST) == {HEALTH: True}
    after = leads(ENDED)
    assert after[HEIR] is True
    assert sum(after.values()) == 1
    assert len(after) == 5


def test_every_heirs_duty_remembers_whose_it_was(office):
    reorganise()
    taken = Responsibility.objects.filter(basis=DutyBasis.SUCCESSION, assignment__number=4, role="lead")
    assert {row.predecessor.unit_code for row in taken} == {HEALTH}
    assert {row.valid_from for row in taken} == {ENDED}


def test_again_and_late_changes_nothing(office):
    reorganise()
    before = Responsibility.objects.count()
    assert reorganise() == 0
    with on(date(2026, 1, 1)):
        assert hand_over(SYSTEM, on=date(2026, 1, 1)) == 0
    assert Responsibility.objects.count() == before


def test_a_worker_that_slept_hands_over_from_the_day_the_unit_ended(office):
    with on(date(2025, 8, 15)):
        hand_over(SYSTEM, on=date(2025, 8, 15))
    assert leads(ENDED)[HEIR] is True


def test_completed_work_passes_to_nobody(office):
    clerk = office.who("health_clerk")
    report = report_progress(
        clerk,
        assignment_id=office.task(4).pk,
        unit_code=HEALTH,
        state=ProgressState.COMPLETED,
        percent=100,
        summary="Xong",
        files=[proof()],
        request_key="k",
    )
    judge_report(office.who("coordinator"), report_id=report, verdict=Verdict.CONFIRMED, note="")
    reorganise()
    assert leads(date(2026, 1, 1)) == {HEALTH: True}
    assert ProgressReport.objects.get(pk=report).unit_code == HEALTH


def test_a_body_that_lives_on_keeps_its_duty(office):
    reorganise()
    bank = Responsibility.objects.open().filter(unit_code="ngan-hang-chinh-sach")
    assert bank.exists()


def test_one_entry_a_unit(office):
    ended = set(Responsibility.objects.open().values_list("unit_code", flat=True))
    reorganise()
    passed = set(Responsibility.objects.exclude(valid_until=None).values_list("unit_code", flat=True))
    assert entries("programme.hand_over") == len(passed)
    assert passed < ended


def test_two_ended_units_with_one_heir_give_it_one_duty(office):
    """Health and labour both end in the same office of the commune."""
    reorganise()
    rows = Responsibility.objects.open().filter(assignment__number=17, unit_code=HEIR, role="coordinate")
    assert rows.count() == 1
