"""What every bank behind the port owes, run against the twin over real sockets."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.sandbox.bank_twin import ACCOUNT, QUICK, BankTwin, bank_twin, shared_bank
from tests.sandbox.twin import free_port

from dean06.adapters.bank import BankClient, BankConfig
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.ports.bank import Bank, BankFailed, Reason, RefundOrder, RefundStatus, Side

__all__ = ["bank_twin", "shared_bank"]
KEY = "01920000-0000-7000-8000-000000000001.1"


@pytest.fixture
def bank(bank_twin: BankTwin) -> Iterator[Bank]:
    client = bank_twin.client()
    yield client
    client.close()


def order(reference: str, amount: int = 5, key: str = KEY) -> RefundOrder:
    return RefundOrder(key=key, account_code=ACCOUNT, original_reference=reference, amount=amount, words="Hoàn tiền")


def day_of(paid: dict) -> object:
    return datetime.fromisoformat(paid["booked_at"]).astimezone(VN_TZ).date()


def reason(call) -> Reason:
    with pytest.raises(BankFailed) as failed:
        call()
    return failed.value.reason


def test_a_statement_has_every_entry_of_the_day_and_adds_up(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000, "thanh toan <b>&amp; đủ</b>")
    bank.refund(order(paid["reference"]))
    found = bank.statement(ACCOUNT, day_of(paid))
    assert [(one.side, one.amount, one.key) for one in found.entries] == [
        (Side.CREDIT, 1_000, ""),
        (Side.DEBIT, 5, KEY),
    ]
    assert found.entries[0].content == "thanh toan <b>&amp; đủ</b>"
    assert found.opening is not None
    assert found.closing == found.opening + 995


def test_a_day_without_entries_is_a_statement_too(bank: Bank) -> None:
    assert bank.statement(ACCOUNT, datetime(2026, 1, 5, tzinfo=VN_TZ).date()).entries == ()


def test_a_key_pays_once(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000)
    first, again = bank.refund(order(paid["reference"])), bank.refund(order(paid["reference"]))
    assert first == again
    assert first.status is RefundStatus.DONE
    assert bank.refund_status(KEY) == first
    assert len([one for one in bank_twin.admin("GET", "entries")["entries"] if one["side"] == "debit"]) == 1


def test_a_key_is_for_one_order(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000)
    bank.refund(order(paid["reference"]))
    assert reason(lambda: bank.refund(order(paid["reference"], 6))) is Reason.REQUEST_REFUSED


def test_no_more_goes_back_than_came(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000)
    assert bank.refund(order(paid["reference"], 600)).status is RefundStatus.DONE
    refused = bank.refund(order(paid["reference"], 401, key="other.1"))
    assert refused.status is RefundStatus.REJECTED
    assert refused.reason


def test_a_refund_may_take_its_time(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000)
    with bank_twin.fault("refund_pending"):
        assert bank.refund(order(paid["reference"])).status is RefundStatus.ACCEPTED
    bank_twin.admin("POST", "settle")
    found = bank.refund_status(KEY)
    assert found is not None
    assert found.status is RefundStatus.DONE


def test_a_refund_whose_answer_was_lost_is_found_again(bank: Bank, bank_twin: BankTwin) -> None:
    paid = bank_twin.pay(1_000)
    with bank_twin.fault("refund_lost"):
        assert reason(lambda: bank.refund(order(paid["reference"]))) is Reason.BUSY
    assert bank.refund(order(paid["reference"])).status is RefundStatus.DONE
    assert len(bank_twin.admin("GET", "entries")["entries"]) == 2


def test_a_key_never_seen_is_nothing(bank: Bank) -> None:
    assert bank.refund_status("khong.1") is None
    assert reason(lambda: bank.refund_status("../admin/faults")) is Reason.REQUEST_REFUSED


def test_a_stranger_is_told_nothing(bank_twin: BankTwin) -> None:
    client = bank_twin.client(token="ke-la")
    assert reason(lambda: client.refund_status(KEY)) is Reason.NOT_AUTHORISED
    client.close()


@pytest.mark.parametrize("fault", ["bomb", "garbled"])
def test_a_statement_that_is_none_is_refused(bank: Bank, bank_twin: BankTwin, fault: str) -> None:
    paid = bank_twin.pay(1_000)
    with bank_twin.fault(fault):
        assert reason(lambda: bank.statement(ACCOUNT, day_of(paid))) is Reason.OUT_OF_PROTOCOL


def test_a_slow_bank_is_not_waited_for_and_one_that_is_down_is_left_alone(bank_twin: BankTwin) -> None:
    client = bank_twin.client(limits=QUICK)
    with bank_twin.fault("slow", seconds=5):
        assert reason(lambda: client.refund_status(KEY)) is Reason.TIMED_OUT
    with bank_twin.fault("down"):
        assert reason(lambda: client.refund_status(KEY)) is Reason.BUSY
    assert reason(lambda: client.refund_status(KEY)) is Reason.CIRCUIT_OPEN
    client.close()


def test_a_bank_that_is_away_may_be_there_later() -> None:
    away = BankClient(BankConfig(url=f"http://127.0.0.1:{free_port()}", token="x", secrets=("mot-bi-mat-that-dai",)))
    assert reason(lambda: away.refund_status(KEY)) is Reason.UNREACHABLE
    away.close()
