"""Two people at once, in real transactions: one is served, the other is told what happened."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict
from dean06.programme.choices import Choice, ProgressState, Verdict
from dean06.programme.models import (
    DeadlineEntry,
    Decision,
    Directive,
    ExtensionRequest,
    ProgressReport,
    ReminderSent,
    Responsibility,
    UnitPlan,
)
from dean06.programme.sample import generate, load
from dean06.programme.services.decisions import decide
from dean06.programme.services.directives import import_directive
from dean06.programme.services.extensions import judge_extension, request_extension
from dean06.programme.services.plans import submit_plan
from dean06.programme.services.progress import judge_report, report_progress
from dean06.programme.services.reminders import send_due

from .conftest import DAY, entries, on, open_office, proof

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db):
    opened = open_office()
    with on(DAY):
        yield opened


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; a refusal is a result like any other."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            with on(DAY):
                start.wait(timeout=20)
                return act()
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[Conflict]:
    return [result for result in results if isinstance(result, Conflict)]


def test_the_same_question(office):
    item = office.question(5, "lead_mismatch")

    def choose(key: str, choice: Choice) -> object:
        return decide(
            office.who(key), contradiction_id=item.pk, choice=choice, reason="Theo chức năng", expected_revision=0
        )

    results = at_once(lambda: choose("leader", Choice.TABLE), lambda: choose("deputy_leader", Choice.NARRATIVE))
    (refusal,) = refusals(results)
    assert "đã quyết định lúc" in refusal.message
    taken = Decision.objects.get(contradiction=item)
    accountable = Responsibility.objects.get(assignment__number=5, is_accountable=True, valid_until=None)
    assert accountable.decision == taken
    assert entries("programme.decide_contradiction") == 1


def test_sister_questions(office):
    """Two questions about the same lead: the second decision must not undo the first unseen."""
    first, second = office.question(2, "lead_mismatch"), office.question(2, "lead_multiple")

    def choose(item, unit: str) -> object:
        return decide(
            office.who("leader"),
            contradiction_id=item.pk,
            choice=Choice.OTHER,
            lead_unit_code=unit,
            reason="Một đầu mối",
            expected_revision=0,
        )

    results = at_once(lambda: choose(first, "cong-an-huyen"), lambda: choose(second, "phong-tu-phap"))
    assert len(refusals(results)) == 1
    assert Responsibility.objects.filter(assignment__number=2, is_accountable=True, valid_until=None).count() == 1
    assert first.decisions.count() == second.decisions.count() == 1


def test_a_double_click_on_a_report(office):
    clerk, task = office.who("health_clerk"), office.task(4)

    def hand_in() -> object:
        return report_progress(
            clerk,
            assignment_id=task.pk,
            unit_code=clerk.unit_code,
            state=ProgressState.IN_PROGRESS,
            percent=30,
            summary="Khảo sát",
            files=[proof()],
            request_key="one-form",
        )

    results = at_once(hand_in, hand_in, hand_in)
    assert len(set(results)) == 1
    assert ProgressReport.objects.count() == 1
    assert entries("programme.report_progress") == 1


def test_confirming_and_returning_the_same_report(office):
    clerk = office.who("health_clerk")
    report = report_progress(
        clerk,
        assignment_id=office.task(4).pk,
        unit_code=clerk.unit_code,
        state=ProgressState.IN_PROGRESS,
        percent=30,
        summary="Khảo sát",
        files=[],
        request_key="k",
    )

    def judge(key: str, verdict: Verdict) -> object:
        return judge_report(office.who(key), report_id=report, verdict=verdict, note="Thiếu số liệu")

    results = at_once(lambda: judge("coordinator", Verdict.CONFIRMED), lambda: judge("leader", Verdict.RETURNED))
    assert len(refusals(results)) == 1
    assert entries("programme.judge_report") == 1


def test_two_plans_of_one_unit(office):
    def hand_in() -> object:
        return submit_plan(
            office.who("health_clerk"),
            directive_id=office.directive.pk,
            unit_code="phong-y-te",
            symbol="",
            summary="Kế hoạch",
            files=[proof()],
        )

    assert len(refusals(at_once(hand_in, hand_in))) == 1
    assert UnitPlan.objects.count() == 1


def test_an_extension_granted_while_the_deadline_is_decided(office):
    """Both add a deadline entry to one assignment: one after the other, no revision lost."""
    clerk = office.who("culture_clerk")
    wanted = ExtensionRequest.objects.get(
        pk=request_extension(
            clerk,
            assignment_id=office.task(6).pk,
            unit_code=clerk.unit_code,
            wanted_on=DAY.replace(year=2024, month=6),
            reason="Chờ thiết bị",
        )
    )
    at_once(
        lambda: judge_extension(office.who("coordinator"), extension_id=wanted.pk, verdict=Verdict.CONFIRMED, note=""),
        lambda: decide(
            office.who("leader"),
            contradiction_id=office.question(6, "deadline_mismatch").pk,
            choice=Choice.NARRATIVE,
            reason="Theo thuyết minh",
            expected_revision=0,
        ),
    )
    revisions = DeadlineEntry.objects.filter(assignment__number=6).values_list("revision", flat=True)
    assert sorted(revisions) == [1, 2, 3]


def test_two_workers_send_each_reminder_once(office):
    day = DAY.replace(day=20)
    results = at_once(lambda: send_due(SYSTEM, on=day), lambda: send_due(SYSTEM, on=day))
    assert sum(results) == ReminderSent.objects.count() > 0
    assert entries("programme.send_reminder") == ReminderSent.objects.count()


def test_the_same_dispatch_twice(office):
    data = generate(load(), seed=78).encode()

    def bring() -> object:
        return import_directive(office.who("coordinator"), name="cv.txt", data=data)

    (refusal,) = refusals(at_once(bring, bring))
    assert refusal.code == "imported_before"
    assert Directive.objects.count() == 2
