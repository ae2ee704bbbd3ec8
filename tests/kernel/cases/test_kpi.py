"""The indicators of QĐ 766 by golden cases: each a few dated steps and what the decision makes of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.cases.office import at

from dean06.kernel.base.calendar import WorkingCalendar
from dean06.kernel.cases.deadlines import DeadlineKind, DeadlineRule, Step
from dean06.kernel.cases.kpi import counting, scoring
from dean06.kernel.cases.kpi.reference import all_weights, weights_on
from dean06.kernel.cases.kpi.types import (
    CaseFact,
    Counted,
    Facts,
    FeedbackFact,
    FeedbackKind,
    Group,
    ProcedureFact,
    Weight,
)
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.statuses import Status

CALENDAR = WorkingCalendar()
THREE = DeadlineRule(kind=DeadlineKind.WORKING_DAYS, amount=3)
MONTH_END = at("31/12/2025 23:59")


def case(name: str, *steps: tuple[str, int], **facts) -> CaseFact:
    """A case by its history; received on Monday 1 December it is due on Thursday the 4th."""
    plain = {
        "channel": Channel.ONLINE,
        "is_digitised": True,
        "is_reused": False,
        "uses_population_data": True,
        "has_complaint": False,
    }
    history = tuple(Step(at=at(moment), status=Status(status)) for moment, status in steps)
    return CaseFact(id=name, procedure="khai_sinh", rule=THREE, steps=history, **plain | facts)


FILED, TAKEN, BEGUN = ("01/12/2025 08:00", 1), ("01/12/2025 09:00", 2), ("01/12/2025 10:00", 4)
START = (FILED, TAKEN, BEGUN)


def facts(*cases: CaseFact, **more) -> Facts:
    return Facts(until=MONTH_END, cases=cases, **more)


GOLDEN = [
    ("decided on the last day", (*START, ("04/12/2025 17:00", 9)), True),
    ("decided a day late", (*START, ("05/12/2025 08:00", 9)), False),
    ("9 in time, 10 long after: 9 counts", (*START, ("04/12/2025 17:00", 9), ("20/12/2025 09:00", 10)), True),
    ("9 late, 10 later: 9 counts", (*START, ("08/12/2025 09:00", 9), ("08/12/2025 10:00", 10)), False),
    (
        "one supplement moves the day",
        (*START, ("02/12/2025 09:00", 5), ("09/12/2025 09:00", 4), ("11/12/2025 16:00", 9)),
        True,
    ),
    (
        "two supplements: late whatever the days say",
        (*START, ("01/12/2025 11:00", 5), ("01/12/2025 13:00", 4), ("01/12/2025 14:00", 5), ("01/12/2025 15:00", 4),
         ("02/12/2025 09:00", 9)),
        False,
    ),
    ("one supplement still pending: the request is the end", (*START, ("03/12/2025 09:00", 5)), True),
    ("pending, asked for too late", (*START, ("08/12/2025 09:00", 5)), False),
    ("still open at the end of the period", START, False),
    ("withdrawn in time, stopped later: 7 counts", (*START, ("03/12/2025 09:00", 7), ("15/12/2025 09:00", 8)), True),
    ("stopped late", (*START, ("10/12/2025 09:00", 8)), False),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "is_good"), [row[1:] for row in GOLDEN], ids=[row[0] for row in GOLDEN])
def test_on_time(steps, is_good):
    counted = counting.on_time(facts(case("a", *steps)), CALENDAR)
    assert counted == Counted(good=("a",) if is_good else (), out_of=("a",))


@pytest.mark.parametrize(
    "steps",
    [
        (FILED,),
        (FILED, ("02/12/2025 09:00", 7), ("03/12/2025 09:00", 8)),
        (FILED, ("02/12/2025 09:00", 3)),
        (FILED, ("02/12/2025 09:00", 5)),
    ],
)
def test_what_was_never_received_is_neither_on_time_nor_late(steps):
    assert counting.on_time(facts(case("a", *steps)), CALENDAR).out_of == ()


def test_what_happens_after_the_period_is_not_known_yet():
    late = case("a", *START, ("02/01/2026 09:00", 9))
    until = replace(facts(late), until=at("02/12/2025 17:00"))
    assert counting.on_time(until, CALENDAR).good == ("a",)
    assert counting.on_time(facts(late), CALENDAR).good == ()


def test_filed_online_needs_an_electronic_result_when_it_is_known():
    cases = (
        case("a"),
        case("b", has_e_result=True),
        case("c", has_e_result=False),
        case("d", channel=Channel.COUNTER, has_e_result=True),
    )
    assert counting.filed_online(facts(*cases)) == Counted(good=("b",), out_of=("b", "c", "d"))
    assert counting.e_results(facts(*cases)) == Counted(good=("b", "d"), out_of=("b", "c", "d"))


def test_papers_data_and_payment():
    cases = (
        case("a", is_reused=True, is_payable=True, is_paid_online=True),
        case("b", is_digitised=False, is_payable=True, is_paid_online=False),
        case("c", uses_population_data=False, is_payable=True),
    )
    assert counting.digitised(facts(*cases)).good == ("a", "c")
    assert counting.reused(facts(*cases)).good == ("a",)
    assert counting.population_data(facts(*cases)).good == ("a", "b")
    assert counting.paid_online(facts(*cases)) == Counted(good=("a",), out_of=("a", "b"))


def procedure(code: str, **changes) -> ProcedureFact:
    plain = {
        "decided_on": None,
        "published_on": None,
        "is_online": True,
        "is_payable": False,
        "is_payable_online": False,
    }
    return ProcedureFact(code=code, **plain | changes)


def test_what_is_not_known_earns_no_marks_and_is_said_so():
    unknown = case("a", *START, ("02/12/2025 09:00", 9), is_digitised=None, has_complaint=None, is_payable=True)
    offered = (procedure("khai_sinh", is_online=None, is_payable=True, is_payable_online=None),)
    board = scoring.score(facts(unknown, procedures=offered), weights_on(date(2025, 12, 31)), CALENDAR)
    measured = {one.weight.code: one for group in board.groups for one in group.indicators}
    known = {code for code, one in measured.items() if one.marks is not None}
    assert known == {"on_time", "reused", "population_data"}
    assert {one.outcome for code, one in measured.items() if code not in known} == {"chưa đo được"}
    assert measured["on_time"].outcome == "100,00%"
    assert board.measurable == sum(measured[code].weight.marks for code in known)


def test_procedures():
    offered = (
        procedure("khai_sinh", decided_on=date(2025, 12, 1), published_on=date(2025, 12, 8), is_payable=True),
        procedure("khai_tu", decided_on=date(2025, 12, 1), published_on=date(2025, 12, 9)),
        procedure("ket_hon", decided_on=date(2025, 12, 1), is_payable=True, is_payable_online=True),
        procedure("cu_tru", is_online=False),
    )
    given_facts = facts(case("a", *START), procedures=offered)
    assert counting.published_on_time(given_facts, CALENDAR).good == ("khai_sinh",)
    assert counting.services_online(given_facts) == Counted(
        good=("khai_sinh",), out_of=("khai_sinh", "khai_tu", "ket_hon")
    )
    assert counting.payable_online(given_facts) == Counted(good=("ket_hon",), out_of=("khai_sinh", "ket_hon"))


FEEDBACK = [
    (FeedbackKind.REFUSED, "01/12/2025 16:00", "03/12/2025 17:00", True),
    (FeedbackKind.REFUSED, "01/12/2025 16:00", "04/12/2025 08:00", False),
    (FeedbackKind.SUPPLEMENT_ASKED, "01/12/2025 16:00", "08/12/2025 09:00", True),
    (FeedbackKind.RESOLVED, "01/12/2025 16:00", "22/12/2025 09:00", True),
    (FeedbackKind.RESOLVED, "01/12/2025 16:00", "23/12/2025 09:00", False),
    (FeedbackKind.PUBLISHED, "01/12/2025 16:00", None, False),
    (FeedbackKind.RESOLVED, "29/12/2025 16:00", None, None),  # its time is not over
]


@pytest.mark.parametrize(("kind", "received", "done", "is_good"), FEEDBACK)
def test_complaints(kind, received, done, is_good):
    one = FeedbackFact(id="p", kind=kind, received_at=at(received), done_at=at(done) if done else None)
    counted = counting.feedback_on_time(facts(feedback=(one,)), CALENDAR)
    assert counted == Counted(good=("p",) if is_good else (), out_of=() if is_good is None else ("p",))


def test_satisfaction_is_all_less_late_and_complained_of():
    good = (*START, ("02/12/2025 09:00", 9))
    cases = (case("a", *good), case("b", *good, has_complaint=True), case("c", *START), case("d", FILED))
    assert counting.satisfied(facts(*cases), CALENDAR) == Counted(good=("a",), out_of=("a", "b", "c"))


def weight(marks: str, threshold: str) -> Weight:
    return replace(all_weights()[0], marks=Decimal(marks), threshold=Decimal(threshold))


@pytest.mark.parametrize(
    ("good", "out_of", "threshold", "rate", "marks"),
    [
        (0, 0, "80", None, None),  # nothing to count: nothing said
        (0, 3, "80", "0.00", "0.00"),
        (1, 3, "100", "33.33", "6.67"),
        (2, 3, "100", "66.67", "13.33"),
        (4, 5, "80", "80.00", "20"),
        (79, 100, "80", "79.00", "19.75"),
        (3, 3, "80", "100.00", "20"),
    ],
)
def test_marks_are_full_at_the_threshold_and_in_proportion_below(good, out_of, threshold, rate, marks):
    ids = tuple(map(str, range(out_of)))
    counted = Counted(good=ids[:good], out_of=ids)
    assert scoring.rate(counted) == (rate and Decimal(rate))
    assert scoring.marks(counted, weight("20", threshold)) == (marks and Decimal(marks))


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 100), st.integers(1, 22))
def test_marks_grow_with_the_count_and_never_pass_their_most(one, other, threshold, most):
    out_of = max(one, other, 1)
    ids = tuple(map(str, range(out_of)))
    given_marks = [
        scoring.marks(Counted(good=ids[:good], out_of=ids), weight(str(most), str(threshold)))
        for good in sorted((one, other))
    ]
    assert Decimal(0) <= given_marks[0] <= given_marks[1] <= most


def test_the_weights_are_a_hundred_in_six_groups_and_marked_unverified():
    weights = weights_on(date(2025, 12, 31))
    sums = {group: sum(one.marks for one in weights if one.group is group) for group in Group}
    assert list(sums.values()) == [18, 20, 12, 10, 22, 18]
    assert not any(one.verified for one in weights)
    assert weights_on(date(2022, 6, 22)) == ()
    assert {one.code for one in weights} == set(counting.INDICATORS)


def test_a_board_says_what_it_could_not_measure():
    done = case("a", *START, ("02/12/2025 09:00", 9))
    board = scoring.score(facts(done, case("b", *START)), weights_on(date(2025, 12, 31)), CALENDAR)
    progress = next(one for one in board.groups if one.group is Group.PROGRESS)
    assert progress.marks == Decimal("10.00")
    assert progress.indicators[0].counted == Counted(good=("a",), out_of=("a", "b"))
    openness = next(one for one in board.groups if one.group is Group.OPENNESS)
    assert (openness.marks, openness.measurable, openness.most) == (0, 0, 18)
    assert board.measurable < 100
    assert not board.is_verified
    empty = scoring.score(facts(), weights_on(date(2025, 12, 31)), CALENDAR)
    assert (empty.marks, empty.measurable) == (0, 0)
