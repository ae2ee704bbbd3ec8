"""Time at work added up, what a proof says of it, what is marked."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.pilots.p17_health_labour_books.rules.labour_proof import facts
from dean06.pilots.p17_health_labour_books.rules.labour_time import (
    Days,
    Work,
    days_of,
    gaps,
    marks,
    months_in,
    time_in,
    union,
    words_of,
    years_reached,
)
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations

TODAY = date(2026, 11, 24)
FIRST = date(2010, 1, 1)


def span(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def work(since: str, until: str | None, *, employer: str = "A", occupation: str = "7212", insured: bool = True) -> Work:
    return Work(
        employer=employer,
        occupation=occupation,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        is_insured=insured,
    )


def between(numbers: tuple[int, int]) -> Days:
    return Days(FIRST + timedelta(days=min(numbers)), FIRST + timedelta(days=max(numbers)))


days = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(between)
MONTHS = [
    ([span("2024-02-01", "2024-02-29")], Fraction(1)),
    ([span("2023-02-01", "2023-02-28")], Fraction(1)),
    ([span("2024-01-01", "2024-12-31")], Fraction(12)),
    ([span("2024-04-01", "2024-04-15")], Fraction(1, 2)),
    ([span("2024-04-16", "2024-06-15")], Fraction(2)),
    ([span("2024-04-01", "2024-06-30"), span("2024-05-01", "2024-08-31")], Fraction(5)),
    ([span("2024-04-01", "2024-04-30"), span("2024-04-01", "2024-04-30")], Fraction(1)),
    ([], Fraction(0)),
]


@pytest.mark.parametrize(("spans", "months"), MONTHS)
def test_months_are_what_a_person_counts(spans: list[Days], months: Fraction) -> None:
    assert months_in(spans) == months


@given(st.lists(days), st.randoms())
def test_no_order_changes_the_sum(spans: list[Days], random) -> None:
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert (months_in(shuffled), union(shuffled)) == (months_in(spans), union(spans))


@given(st.lists(days))
def test_the_union_has_the_same_days_each_once(spans: list[Days]) -> None:
    def every(of) -> list[int]:
        return [number for one in of for number in range(one.first.toordinal(), one.last.toordinal() + 1)]

    whole = every(union(spans))
    assert len(whole) == len(set(whole))
    assert set(whole) == set(every(spans))


@given(st.lists(days), days)
def test_more_days_are_never_less_time_and_the_same_days_add_nothing(spans: list[Days], more: Days) -> None:
    assert months_in([*spans, *spans]) == months_in(spans)
    assert months_in(spans) <= months_in([*spans, more]) <= months_in(spans) + months_in([more])


@given(days, st.integers(0, 3000))
def test_cutting_a_period_in_two_changes_nothing(whole: Days, at: int) -> None:
    cut = FIRST + timedelta(days=at)
    if whole.first <= cut < whole.last:
        parts = [Days(whole.first, cut), Days(cut + timedelta(days=1), whole.last)]
        assert months_in(parts) == months_in([whole])
        assert sum(months_in([one]) for one in parts) == months_in([whole])


@given(st.lists(days))
def test_union_and_gaps_tile_the_whole(spans: list[Days]) -> None:
    together = union([*spans, *gaps(spans)])
    assert len(together) == (1 if spans else 0)


def test_an_ongoing_job_counts_to_the_day_and_a_future_one_not_at_all() -> None:
    assert time_in([work("2025-12-01", None)], "7212", date(2026, 11, 30)) == 12
    assert days_of(work("2027-01-01", None), TODAY) is None


def test_only_what_is_confirmed_in_the_occupation_counts() -> None:
    told = [
        work("2020-01-01", "2020-12-31"),
        work("2021-01-01", "2025-12-31", insured=False),
        work("2021-01-01", "2025-12-31", occupation="8332"),
    ]
    assert time_in(told, "7212", TODAY) == 12


YEARS = [(59, (1, 2, 3)), (60, (1, 2, 3, 5)), (Fraction(1199, 20), (1, 2, 3)), (120, (1, 2, 3, 5, 10)), (11, ())]


@pytest.mark.parametrize(("months", "reached"), YEARS)
def test_a_threshold_is_reached_whole(months, reached: tuple[int, ...]) -> None:
    assert years_reached(Fraction(months)) == reached


def test_words() -> None:
    told = [words_of(Fraction(n)) for n in (92, 24, 5, Fraction(1, 2))]
    assert told == ["7 năm 8 tháng", "2 năm", "5 tháng", "chưa đủ 1 tháng"]


def test_a_proof_has_a_sentence_for_each_threshold_and_nothing_of_pay() -> None:
    told = facts([work("2018-01-01", "2023-06-30")], code="7212", name="Thợ hàn", day=TODAY)
    assert {name for name in told if name.startswith("years")} == {f"years_at_least_{n}" for n in (1, 2, 3, 5)}
    assert told["years_at_least_5"] == "Đã làm nghề Thợ hàn (mã 7212) ít nhất 5 năm"
    assert told["periods"] == "01/2018 đến 06/2023"
    assert facts([work("2026-01-01", None)], code="7212", name="Thợ hàn", day=TODAY) == {}


def test_what_does_not_fit_is_marked() -> None:
    own = work("2020-01-01", "2020-12-31", employer="B", insured=False)
    assert marks(own, [], TODAY) == ("Có thời gian không đóng bảo hiểm",)
    assert marks(own, [work("2019-06-01", "2021-01-31", employer="B")], TODAY) == ()
    assert marks(own, [work("2020-12-31", None)], TODAY) == (
        "Trùng thời gian với việc khác",
        "Có thời gian không đóng bảo hiểm",
    )
    assert marks(work("2020-01-01", None), [work("2019-01-01", "2019-12-31", employer="B")], TODAY) == ()


def test_the_list_of_occupations_says_that_nobody_held_it_against_its_text() -> None:
    assert occupations().name("7212") == "Thợ hàn"
    assert not occupations().is_verified
    assert all(len(code) == 4 and code.isdigit() for code in occupations().names)
