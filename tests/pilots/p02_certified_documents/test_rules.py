"""Fees, deadlines, numbers, comparison, the digest: tables and properties."""

from datetime import date, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base import calendar
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.errors import Conflict
from dean06.pilots.p02_certified_documents import declared, rules
from dean06.pilots.p02_certified_documents.rules import Fee, State

FEE = Fee(first_pages=2, first_price=2000, later_price=1000, most=200_000)


@pytest.mark.parametrize(
    ("pages", "dong"),
    [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (199, 200_000), (500, 200_000)],
)
def test_the_fee_of_a_copy(pages: int, dong: int) -> None:
    assert FEE.of(pages) == dong


@given(st.integers(1, 1000))
def test_a_page_more_never_costs_less_and_never_above_the_cap(pages: int) -> None:
    assert FEE.of(pages) <= FEE.of(pages + 1) <= FEE.most


def test_no_fee_for_no_page() -> None:
    with pytest.raises(ValueError, match="a page"):
        FEE.of(0)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-25T08:00+07:00", date(2026, 11, 25)),
        ("2026-11-25T15:00+07:00", date(2026, 11, 25)),
        ("2026-11-25T15:01+07:00", date(2026, 11, 26)),
        ("2026-11-24T09:00+07:00", date(2026, 11, 25)),  # a holiday
        ("2026-11-27T16:00+07:00", date(2026, 11, 30)),  # a Friday afternoon
        ("2026-11-28T09:00+07:00", date(2026, 11, 30)),  # a Saturday
    ],
)
def test_same_day_or_the_next_working_day(received: str, due: date) -> None:
    assert rules.due_on(datetime.fromisoformat(received), calendar.default_calendar()) == due


def test_nothing_follows_an_end_and_nothing_comes_back() -> None:
    assert rules.may_follow(State.OPEN, State.SIGNED)
    assert rules.may_follow(State.SIGNED, State.ISSUED)
    for end in (State.REFUSED, State.WITHDRAWN):
        assert not any(rules.may_follow(end, state) for state in State)
    assert not any(rules.may_follow(state, State.OPEN) for state in State)
    assert not rules.may_follow(State.SIGNED, State.REFUSED)


def test_the_digest_is_that_of_the_file_when_there_is_one() -> None:
    one, two = sha256(b"1").hexdigest(), sha256(b"2").hexdigest()
    assert rules.scan_digest([one]) == one
    assert rules.scan_digest([one, two]) == sha256(f"{one}\n{two}".encode()).hexdigest()
    assert rules.scan_digest([one, two]) != rules.scan_digest([two, one])


@given(st.integers(1, 30), st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)), st.booleans())
def test_every_page_is_compared_and_what_is_unclear_is_owned(
    pages: int, compared: set[int], unclear: set[int], owned: bool
) -> None:
    found = {page for page in unclear if page <= pages}
    is_fine = set(range(1, pages + 1)) <= compared and (owned or not found)
    assert (rules.comparison_problem(pages, compared, unclear=found, owned=owned) == "") == is_fine


def test_what_is_missing_is_named() -> None:
    assert "trang 2, 3" in rules.comparison_problem(3, [1], unclear=(), owned=False)
    assert "Trang 1" in rules.comparison_problem(1, [1], unclear=[1], owned=False)
    assert "Chưa có trang" in rules.comparison_problem(0, [], unclear=(), owned=True)


def test_the_words_bind_number_officer_scan_and_act() -> None:
    said = " ".join(
        rules.words(
            officer="Phạm Văn Hộ",
            post="Phó Chủ tịch",
            unit="UBND xã Đức Thọ",
            number="7/2026",
            at=datetime(2026, 11, 24, 9, 5, tzinfo=VN_TZ),
            pages=2,
            digest="ab" * 32,
            act="act-1",
        )
    )
    for part in ("7/2026", "Phạm Văn Hộ, Phó Chủ tịch", "UBND xã Đức Thọ", "09:05 ngày 24/11/2026", "ab" * 32, "act-1"):
        assert part in said


def test_law_is_dated_and_says_that_nobody_read_it() -> None:
    today = date(2026, 11, 24)
    assert declared.fee_on(today) == FEE
    assert "chưa đối chiếu" in declared.fee_source(today)
    grounds = declared.grounds_on(today)
    assert len({one.code for one in grounds}) == len(grounds) >= 5
    assert not any(one.verified for one in grounds)
    assert declared.grounds_on(date(2015, 1, 1)) == ()
    with pytest.raises(Conflict):
        declared.fee_on(date(2010, 1, 1))
