"""What a credit does to an order: a table of the cases, and what holds for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.payments.rules import LIVE, NEXT, Decision, Standing, State, Verdict, judge

OWED = 50_000
AMOUNTS = st.integers(1, 3 * OWED)
ORDERS = st.builds(
    Standing,
    state=st.sampled_from(State),
    amount=st.just(OWED),
    held=st.integers(0, OWED - 1),
    is_wanted=st.booleans(),
)
# (state, held, is_wanted, credit) -> (verdict, state afterwards, taken, kept, returned)
CASES = {
    "exact": ((State.OPEN, 0, True, 50_000), (Verdict.EXACT, State.PAID, 50_000, 0, 0)),
    "partial": ((State.OPEN, 0, True, 20_000), (Verdict.PARTIAL, State.OPEN, 0, 20_000, 0)),
    "the rest": ((State.OPEN, 20_000, True, 30_000), (Verdict.EXACT, State.PAID, 30_000, 0, 0)),
    "another part": ((State.OPEN, 20_000, True, 29_999), (Verdict.PARTIAL, State.OPEN, 0, 29_999, 0)),
    "over": ((State.OPEN, 0, True, 50_001), (Verdict.OVER, State.PAID, 50_000, 0, 1)),
    "rest and more": ((State.OPEN, 20_000, True, 50_000), (Verdict.OVER, State.PAID, 30_000, 0, 20_000)),
    "double": ((State.PAID, 0, False, 50_000), (Verdict.DOUBLE, State.PAID, 0, 0, 50_000)),
    "late, wanted": ((State.EXPIRED, 0, True, 50_000), (Verdict.LATE_PAID, State.PAID, 50_000, 0, 0)),
    "late, more": ((State.EXPIRED, 0, True, 60_000), (Verdict.LATE_PAID, State.PAID, 50_000, 0, 10_000)),
    "late, less": ((State.EXPIRED, 0, True, 49_999), (Verdict.LATE_RETURNED, State.EXPIRED, 0, 0, 49_999)),
    "too late": ((State.EXPIRED, 0, False, 50_000), (Verdict.LATE_RETURNED, State.EXPIRED, 0, 0, 50_000)),
    "cancelled": ((State.CANCELLED, 0, True, 50_000), (Verdict.CLOSED, State.CANCELLED, 0, 0, 50_000)),
    "refunding": ((State.REFUNDING, 0, True, 50_000), (Verdict.CLOSED, State.REFUNDING, 0, 0, 50_000)),
    "refunded": ((State.REFUNDED, 0, True, 50_000), (Verdict.CLOSED, State.REFUNDED, 0, 0, 50_000)),
}


@pytest.mark.parametrize(("given_", "expected"), CASES.values(), ids=CASES)
def test_each_case_has_its_rule(given_, expected):
    where, held, is_wanted, credit = given_
    verdict, then, taken, kept, returned = expected
    order = Standing(state=where, amount=OWED, held=held, is_wanted=is_wanted)
    assert judge(order, credit) == Decision(verdict=verdict, state=then, taken=taken, kept=kept, returned=returned)


def test_money_for_nothing_known_waits_in_suspense():
    assert judge(None, 7) == Decision(verdict=Verdict.UNKNOWN, suspended=7)


@given(st.none() | ORDERS, AMOUNTS)
def test_every_dong_has_one_place(order, credit):
    found = judge(order, credit)
    parts = (found.taken, found.kept, found.returned, found.suspended)
    assert sum(parts) == credit
    assert min(parts) >= 0


@given(ORDERS, AMOUNTS)
def test_what_is_taken_is_what_was_missing_and_only_once(order, credit):
    found = judge(order, credit)
    missing = order.amount - (order.held if order.state is State.OPEN else 0)
    assert found.taken in (0, missing)
    assert (found.taken > 0) == (found.state is State.PAID and order.state is not State.PAID)


@given(ORDERS, AMOUNTS)
def test_an_order_moves_only_where_it_may(order, credit):
    after = judge(order, credit).state
    assert after is order.state or after in NEXT[order.state]


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_parts_in_any_number_pay_once(amounts):
    where, held, taken, back = State.OPEN, 0, 0, 0
    for credit in amounts:
        found = judge(Standing(state=where, amount=OWED, held=held, is_wanted=True), credit)
        if found.taken:
            taken, held = taken + held + found.taken, 0
        held, back, where = held + found.kept, back + found.returned, found.state
    assert taken + held + back == sum(amounts)
    assert taken == (OWED if sum(amounts) >= OWED else 0)


def test_the_last_states_have_no_next():
    assert [state for state, after in NEXT.items() if not after] == [State.CANCELLED, State.REFUNDED]
    assert State.EXPIRED not in LIVE
