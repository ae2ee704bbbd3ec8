"""Notices of the bank: each message once, whatever crashed in between; refusals are written down."""

from dataclasses import replace

import pytest
from django.db import transaction
from tests.kernel.audit_trail import actions_of
from tests.kernel.payments.conftest import ACCOUNT, NOW, PRICE, state
from tests.kernel.payments.fake_bank import FakeBank

from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import BankNotice, Credit
from dean06.kernel.payments.rules import State, Verdict
from dean06.kernel.ports.bank import Bank, Notice

BODY = b'{"told": 1}'


@pytest.fixture
def bank(office):
    with override(Bank, FakeBank()) as fake:
        yield fake


def notice(content: str, *, message: str = "msg_1", reference: str = "FT1", amount: int = PRICE) -> Notice:
    return Notice(
        message_id=message,
        account_code=ACCOUNT,
        bank_reference=reference,
        amount=amount,
        currency="VND",
        content=content,
        booked_at=NOW,
    )


def receive(body: bytes = BODY):
    return payments.receive_notice(headers={}, body=body)


def test_a_notice_pays(office, bank):
    order = office.open()
    bank.notice = notice(order.code)
    assert (receive().verdict, state(order)) == (Verdict.EXACT, State.PAID)


def test_the_bank_sends_it_again_after_the_commit_it_never_heard_of(office, bank):
    order = office.open()
    bank.notice = notice(order.code)
    first = receive()
    again = receive()
    assert (again.credit_id, again.order_id, again.is_repeat) == (first.credit_id, order.pk, True)
    assert (Credit.objects.count(), BankNotice.objects.count()) == (1, 1)


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_try_pays(office, bank):
    order = office.open()
    bank.notice = notice(order.code)
    with transaction.atomic():
        receive()
        transaction.set_rollback(True)
    assert (state(order), Credit.objects.count()) == (State.OPEN, 0)
    assert not receive().is_repeat
    assert state(order) == State.PAID


def test_the_same_money_under_another_message_is_the_same_money(office, bank):
    order = office.open()
    bank.notice = notice(order.code)
    receive()
    bank.notice = notice(order.code, message="msg_2")
    assert receive(b"other").is_repeat
    assert Credit.objects.count() == 1


def test_the_same_message_with_another_body_is_refused(office, bank):
    bank.notice = notice("x")
    receive()
    with pytest.raises(Conflict) as error:
        receive(b"other")
    assert error.value.code == "notice_reused"
    assert actions_of("payments.refuse_notice") == [{"reason": "notice_reused"}]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("bad_signature", NotPermitted), ("stale", NotPermitted), ("unsigned", Invalid), ("malformed", Invalid)],
)
def test_what_is_not_believed_is_written_down(office, bank, reason, kind):
    bank.notice = reason
    with pytest.raises(kind) as error:
        receive()
    assert error.value.code == f"notice_{reason}"
    assert actions_of("payments.refuse_notice") == [{"reason": reason}]
    assert not Credit.objects.exists()


def test_a_notice_of_money_that_is_not_ours_is_refused(office, bank):
    for change in ({"currency": "USD"}, {"account_code": "970403.1"}):
        bank.notice = replace(notice("x"), **change)
        with pytest.raises(Invalid):
            receive()
    assert len(actions_of("payments.refuse_notice")) == 2


def test_notices_in_any_order_come_to_the_same(office, bank):
    order = office.open()
    for number, amount in ((2, 30_000), (1, 20_000)):
        bank.notice = notice(order.code, message=f"msg_{number}", reference=f"FT{number}", amount=amount)
        receive(str(number).encode())
    assert state(order) == State.PAID
