"""The board of a day is the board that was drawn on that day, whatever happened afterwards."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from tests.programme.services.conftest import open_office
from tests.seeded import NOW

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.programme import seed
from dean06.programme.models import Directive
from dean06.programme.selectors.assignment import AssignmentPage, assignment_page
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_types import Board
from dean06.programme.selectors.contradictions import queue
from dean06.programme.selectors.plans import PlanMatrix, plan_matrix
from dean06.programme.selectors.units import UnitPage, unit_page
from dean06.programme.selectors.work import Pending, pending

EVERY = 7  # days of the story between two pictures
PAGE_OF, UNIT = 18, "phong-van-hoa-thong-tin"
DRAWN: dict[date, tuple[object, ...]] = {}


def picture(directive: Directive, day: date) -> tuple[object, ...]:
    """All pages that can be asked as of a day, reduced to what they say."""
    task = directive.assignments.get(number=PAGE_OF)
    questions = queue(SYSTEM, directive.pk, day)
    return (
        said(board(SYSTEM, as_of=day)),
        plans_said(plan_matrix(SYSTEM, directive_id=directive.pk, as_of=day)),
        task_said(assignment_page(SYSTEM, assignment_id=task.pk, as_of=day)),
        unit_said(unit_page(SYSTEM, unit_code=UNIT, as_of=day)),
        sorted(str(item.pk) for item in questions.open),
    )


def said(shown: Board) -> object:
    return [shown.totals, shown.groups, shown.trend]


def plans_said(matrix: PlanMatrix) -> object:
    return [(row.unit_code, row.unit_name, row.code, row.is_late, row.now) for row in matrix.rows]


def task_said(page: AssignmentPage) -> object:
    return (
        page.facts.status,
        page.contact,
        [(duty.unit_code, duty.role, duty.is_accountable) for duty in page.duties],
        [(entry.on, entry.basis) for entry in page.deadlines],
        [(report.percent, report.verdict, report.verdict_note) for report in page.reports],
        [(item.text, item.resolved_at, len(item.answers.all())) for item in page.impediments],
        [(item.wanted_on, item.verdict, item.verdict_note) for item in page.extensions],
        [(item.type, len(item.decisions.all())) for item in page.contradictions],
        [item.findings for item in page.inspections],
    )


def unit_said(page: UnitPage) -> object:
    return (
        page.has_ended,
        [(task.facts.task.number, task.roles, task.verdict) for task in page.tasks],
        [(plan.revision, plan.verdict) for plan in page.plans],
        [(report.percent, report.verdict) for report in page.reports],
        page.owes_plan,
    )


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker) -> Iterator[Directive]:
    """The story, with a picture taken at the end of some of its days before the next one begins."""
    with django_db_blocker.unblock(), clock.at(NOW), transaction.atomic():
        office = open_office()
        directive = office.directive
        last = date.min
        for day, _ in seed.days(office.cast, directive.pk):
            if day - last >= timedelta(days=EVERY):
                with clock.at(datetime.combine(day, time(23, 0), clock.VN_TZ)):
                    DRAWN[day] = picture(directive, day)
                last = day
        yield directive
        transaction.set_rollback(True)


def test_every_day_is_drawn_again_as_it_was(played, db):
    assert len(DRAWN) > 25
    for day, before in DRAWN.items():
        assert picture(played, day) == before, f"the pages of {day} have changed since"


def test_the_pictures_differ_as_time_goes_on(played, db):
    boards = [repr(before[0]) for before in DRAWN.values()]
    assert len(set(boards)) == len(boards)


def test_today_waits_for_what_is_not_answered(played, db):
    waiting: Pending = pending(Actor(name="Lãnh đạo", role=Role.LEADER))
    assert waiting.count == len(waiting.reports) + len(waiting.impediments) > 0
