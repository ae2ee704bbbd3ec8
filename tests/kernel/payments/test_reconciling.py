"""A day of the bank against the books: four outcomes, each a line; what is missing here is booked exactly once."""

from dataclasses import replace

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.payments.conftest import ACCOUNT, NOW, PRICE, later, state
from tests.kernel.payments.fake_bank import FakeBank, entry

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Credit, Refund, StatementLine
from dean06.kernel.payments.rules import State
from dean06.kernel.payments.types import LineKind, Origin, RefundState, Source
from dean06.kernel.ports.bank import Bank, Side, Statement

DAY = NOW.date()


@pytest.fixture(autouse=True)
def books_balance(office):
    yield
    assert payments.check_books() == []


def told(*entries) -> Statement:
    return Statement(account_code=ACCOUNT, day=DAY, entries=entries)


def read(*entries, actor=SYSTEM):
    return payments.import_statement(actor, statement=told(*entries), origin=Origin.UPLOAD)


def kinds() -> dict[str, tuple[str, bool]]:
    """Kind of every line and whether it is settled, by reference."""
    return {row.bank_reference: (row.kind, row.resolved_at is not None) for row in StatementLine.objects.all()}


def test_the_four_outcomes(office):
    for reference, amount in (("FT1", 1_000), ("FT2", 2_000), ("FT3", 3_000)):
        office.pay("x", amount, reference=reference)
    found = read(entry("FT1", 1_000, NOW), entry("FT2", 2_001, NOW), entry("FT4", 4_000, NOW))
    assert (found.matched, found.amount_differs, found.missing_there, found.missing_here) == (1, 1, 1, 1)
    assert found.booked == 1
    assert kinds() == {
        "FT1": (LineKind.MATCHED, True),
        "FT2": (LineKind.AMOUNT_DIFFERS, False),
        "FT3": (LineKind.MISSING_THERE, False),
        "FT4": (LineKind.MISSING_HERE, True),
    }
    assert [line.bank_reference for line in payments.differences(office.operator)] == ["FT2", "FT3"]
    assert [day.open_lines for day in payments.reconciled_days(office.operator)] == [2]


def test_what_the_statement_knows_first_pays_and_the_late_notice_adds_nothing(office):
    order = office.open()
    read(entry("FT1", PRICE, NOW, content=order.code))
    assert state(order) == State.PAID
    again = office.pay(order.code, PRICE, reference="FT1", source=Source.NOTICE)
    assert again.is_repeat
    assert (Credit.objects.count(), Refund.objects.count()) == (1, 0)


def test_the_same_statement_again_books_nothing(office):
    lines = (entry("FT1", 1_000, NOW), entry("FT2", 2_000, NOW))
    assert (read(*lines).booked, read(*lines).is_repeat) == (2, True)
    assert Credit.objects.count() == 2
    assert {kind for kind, _ in kinds().values()} == {LineKind.MATCHED}


def test_a_fuller_statement_settles_what_was_missing(office):
    office.pay("x", 1_000, reference="FT1")
    read()
    assert kinds() == {"FT1": (LineKind.MISSING_THERE, False)}
    read(entry("FT1", 1_000, NOW))
    assert kinds() == {"FT1": (LineKind.MATCHED, True)}


def test_money_of_another_day_is_not_missed(office):
    with clock.at(later(days=-1)):
        office.pay("x", 1_000, reference="FT0")
    assert read().missing_there == 0


def test_a_refund_on_the_statement_is_done_whatever_was_heard(office):
    order = office.open()
    office.pay(order.code, PRICE + 5, reference="FT1")
    refund = Refund.objects.get()
    lines = (entry("FT1", PRICE + 5, NOW), entry("RF1", 5, NOW, side=Side.DEBIT, key=refund.bank_key))
    assert read(*lines).matched == 2
    refund.refresh_from_db()
    assert (refund.state, refund.bank_reference) == (RefundState.DONE, "RF1")


@pytest.mark.parametrize("key", ["", "not-a-key", "01920000-0000-7000-8000-000000000001.1"])
def test_a_debit_nobody_ordered_is_a_difference(office, key):
    assert read(entry("RF9", 5, NOW, side=Side.DEBIT, key=key)).missing_here == 1
    assert kinds() == {"RF9": (LineKind.MISSING_HERE, False)}
    assert not Credit.objects.exists()


def test_a_refund_the_statement_does_not_show_is_a_difference(office):
    order = office.open()
    office.pay(order.code, PRICE + 5, reference="FT1")
    payments.note_refund_done(Refund.objects.get().pk, bank_reference="RF1")
    assert read(entry("FT1", PRICE + 5, NOW)).missing_there == 1


def test_an_operator_says_how_a_difference_was_settled(office):
    read(entry("RF9", 5, NOW, side=Side.DEBIT))
    line = payments.differences(office.operator)[0]
    with pytest.raises(NotPermitted):
        payments.resolve_line(office.cashier, line_id=line.id, note="Phí")
    with pytest.raises(Invalid):
        payments.resolve_line(office.operator, line_id=line.id, note=" ")
    payments.resolve_line(office.operator, line_id=line.id, note="Phí quản lý tài khoản")
    with pytest.raises(Conflict):
        payments.resolve_line(office.operator, line_id=line.id, note="Phí")
    assert payments.differences(office.operator) == []
    assert [one.resolution for one in payments.differences(office.operator, is_open=False)] == ["Phí quản lý tài khoản"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"account_code": "970403.1"}, "wrong_account"),
        ({"day": later(days=1).date()}, "bad_day"),
        ({"entries": (replace(entry("FT1", 1, NOW), currency="USD"),)}, "wrong_currency"),
    ],
)
def test_what_is_not_ours_is_refused(office, change, code):
    with pytest.raises(Invalid) as error:
        payments.import_statement(SYSTEM, statement=replace(told(), **change), origin=Origin.BANK)
    assert error.value.code == code


def test_only_operators_bring_statements_and_see_the_desk(office):
    with pytest.raises(NotPermitted):
        read(actor=office.cashier)
    for look in (payments.differences, payments.suspense, payments.open_refunds, payments.reconciled_days):
        with pytest.raises(NotPermitted):
            look(office.cashier)


def test_the_bank_is_asked_for_days_nobody_fetched_yet(office):
    bank = FakeBank()
    bank.entries = [entry("FT1", 1_000, NOW)]
    with clock.at(later(days=1)):
        assert (ACCOUNT, DAY) in payments.days_due()
        with override(Bank, bank):
            payments.fetch_statement(SYSTEM, account_code=ACCOUNT, day=DAY)
        assert (ACCOUNT, DAY) not in payments.days_due()
    assert len(actions_of("payments.import_statement")) == 1


def test_suspense_says_when_a_code_was_meant(office):
    order = office.open()
    wrong = order.code[:5] + ("X" if order.code[5] != "X" else "Y") + order.code[6:]
    office.pay(wrong, PRICE)
    office.pay("le phi", 1_000)
    assert [(one.amount, one.is_mistyped) for one in payments.suspense(office.operator)] == [
        (PRICE, True),
        (1_000, False),
    ]
