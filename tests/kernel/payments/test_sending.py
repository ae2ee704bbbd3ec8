"""The worker and the bank: no lock across a call, one payment whatever dies when."""

import pytest
from tests.kernel.payments.conftest import PRICE, Office, later
from tests.kernel.payments.fake_bank import FakeBank

from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.outbox import Outcome
from dean06.kernel.base.wiring import override
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Refund
from dean06.kernel.payments.services import sending
from dean06.kernel.payments.types import RefundState
from dean06.kernel.ports.bank import Bank, Reason, RefundStatus

pytestmark = pytest.mark.django_db(transaction=True)
OPERATOR = Actor(name="Vận Hành", role=Role.OPERATOR)


@pytest.fixture
def bank():
    with override(Bank, FakeBank()) as fake:
        yield fake


@pytest.fixture
def refund(bank):
    """A surplus on its way back."""
    with clock.at(later()):
        office = Office()
        order = office.open()
        office.pay(order.code, PRICE + 5, reference="FT1")
        yield Refund.objects.get()


def deliver(refund: Refund, minutes: int = 0) -> Outcome:
    with clock.at(later(minutes=minutes)):
        return outbox.deliver(f"payments.refund:{refund.bank_key}")


def facts(refund: Refund) -> tuple[str, str]:
    refund.refresh_from_db()
    return refund.state, refund.bank_reference


def test_a_refund_is_paid_outside_any_transaction(refund, bank):
    assert deliver(refund) is Outcome.DONE
    assert facts(refund) == (RefundState.DONE, "RF1")
    assert not bank.was_in_transaction
    (order,) = bank.asked
    assert (order.key, order.original_reference, order.amount) == (f"{refund.pk}.1", "FT1", 5)
    assert payments.check_books() == []


def test_the_worker_dies_between_the_bank_and_the_books(refund, bank):
    """The bank has paid, the note was never written: the next worker asks under the same key and writes it once."""
    bank.after = [RuntimeError("killed")]
    assert deliver(refund) is Outcome.FAILED
    assert facts(refund)[0] == RefundState.WAITING
    assert deliver(refund, minutes=5) is Outcome.DONE
    assert deliver(refund, minutes=9) is Outcome.NOT_DUE
    assert facts(refund) == (RefundState.DONE, "RF1")
    assert [order.key for order in bank.asked] == [f"{refund.pk}.1"] * 2
    assert len(bank.paid) == 1
    assert payments.check_books() == []


def test_the_worker_dies_after_the_books_and_before_the_outbox(refund, bank):
    sending.send_refund({"refund": str(refund.pk)}, f"payments.refund:{refund.bank_key}")
    assert deliver(refund) is Outcome.DONE
    assert len(bank.asked) == 1, "the books know it is done"


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.TIMED_OUT, Reason.BUSY, Reason.CIRCUIT_OPEN])
def test_a_bank_that_is_away_is_asked_again(refund, bank, reason):
    bank.fails = [reason]
    assert deliver(refund) is Outcome.FAILED
    assert facts(refund)[0] == RefundState.WAITING
    assert deliver(refund, minutes=5) is Outcome.DONE


def test_a_bank_that_refuses_the_order_makes_it_visible(refund, bank):
    bank.fails = [Reason.REQUEST_REFUSED]
    assert deliver(refund) is Outcome.DONE
    assert facts(refund)[0] == RefundState.FAILED


def test_a_rejected_refund_is_tried_again_under_a_new_key(refund, bank):
    bank.answer = RefundStatus.REJECTED
    deliver(refund)
    assert facts(refund)[0] == RefundState.FAILED
    bank.answer = RefundStatus.DONE
    payments.retry_refund(OPERATOR, refund_id=refund.pk)
    refund.refresh_from_db()
    assert deliver(refund, minutes=1) is Outcome.DONE
    assert facts(refund)[0] == RefundState.DONE
    assert [order.key[-1] for order in bank.asked] == ["1", "2"]


def test_a_refund_the_bank_took_its_time_for_is_asked_about(refund, bank):
    bank.answer = RefundStatus.ACCEPTED
    deliver(refund)
    assert facts(refund)[0] == RefundState.ACCEPTED
    assert sending.ask_about_accepted() == 0
    bank.paid.clear()
    bank.answer = RefundStatus.DONE
    assert sending.ask_about_accepted() == 0, "a key the bank does not know says nothing"
    bank.refund(bank.asked[0])
    assert sending.ask_about_accepted() == 1
    assert facts(refund) == (RefundState.DONE, "RF1")
    assert not bank.was_in_transaction


def test_an_outdated_message_asks_nobody(refund, bank):
    sending.send_refund({"refund": str(refund.pk)}, f"payments.refund:{refund.pk}.9")
    assert bank.asked == []
