"""Many cashiers at once: nothing is paid twice, nobody overdraws, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from tests.kernel.payments.conftest import BANK, FEES, PAID_IN, WALLET, available

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import api as payments

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("books")]
CASHIERS = 8


def together(work):
    """Results of ``work(number)`` in as many threads at the same moment; a Conflict is a result."""
    start = Barrier(CASHIERS)

    def one(number: int):
        try:
            start.wait(timeout=30)
            return work(number)
        except Conflict as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(CASHIERS) as pool:
        return list(pool.map(one, range(CASHIERS)))


def pay(key: str, *drafts):
    return payments.post(SYSTEM, key=key, drafts=drafts, reason="Lệ phí")


def test_one_key_from_eight_cashiers_pays_once():
    results = together(lambda _: pay("phi:1", payments.direct(WALLET, FEES, Dong(1_000))))
    assert len({result.posting_id for result in results}) == 1
    assert sum(not result.is_repeat for result in results) == 1
    assert available() == PAID_IN - 1_000


def test_the_last_money_is_paid_once():
    results = together(lambda number: pay(f"phi:{number}", payments.direct(WALLET, FEES, Dong(PAID_IN))))
    assert results.count("payments_no_overdraft") == CASHIERS - 1
    assert available() == 0
    assert payments.check_books() == []


def test_a_hold_is_settled_or_released_by_one_of_eight():
    draft = payments.hold(WALLET, FEES, Dong(5_000), expires_at=clock.now() + timedelta(hours=1))
    held = pay("giu:1", draft).transfer_ids[0]
    results = together(
        lambda number: pay(f"ket-thuc:{number}", (payments.settle if number % 2 else payments.release)(held))
    )
    assert results.count("payments_hold_ends_once") == CASHIERS - 1
    assert payments.check_books() == []


def test_chains_in_opposite_directions_never_wait_for_each_other():
    forth = [payments.direct(BANK, WALLET, Dong(10)), payments.direct(WALLET, FEES, Dong(10))]
    back = [payments.direct(FEES, WALLET, Dong(10)), payments.direct(WALLET, BANK, Dong(10))]
    for turn in range(5):
        turn_forth, turn_back = f"di:{turn}:", f"ve:{turn}:"
        together(lambda n, a=turn_forth, b=turn_back: pay((a if n % 2 else b) + str(n), *(forth if n % 2 else back)))
    assert available() == PAID_IN
    assert payments.check_books() == []
