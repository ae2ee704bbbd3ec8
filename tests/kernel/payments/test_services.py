"""Money moves whole, once, within limits, and the books add up whatever happens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.kernel.payments.conftest import BANK, FEES, PAID_IN, WALLET, available

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Account, Transfer
from dean06.kernel.payments.services import ledger as services
from dean06.kernel.payments.types import Limit

pytestmark = pytest.mark.usefixtures("books")
FEE = Dong(8_000)
LATER = timedelta(minutes=15)


def post(key: str, *drafts, reason: str = "Lệ phí"):
    return payments.post(SYSTEM, key=key, drafts=drafts, reason=reason)


def reserve(key: str = "giu:1", amount: Dong = FEE):
    return post(key, payments.hold(WALLET, FEES, amount, expires_at=clock.now() + LATER)).transfer_ids[0]


def books_are_right() -> bool:
    return payments.check_books() == []


def test_a_fee_moves_from_the_wallet_to_the_unit_and_is_audited_once():
    before = AuditEntry.objects.count()
    post("phi:1", payments.direct(WALLET, FEES, FEE))
    assert available() == PAID_IN - FEE
    assert payments.balance(FEES).credits == FEE
    assert AuditEntry.objects.count() == before + 1
    assert books_are_right()


def test_nobody_pays_more_than_there_is():
    with pytest.raises(Conflict, match="Số dư không đủ") as refused:
        post("phi:1", payments.direct(WALLET, FEES, Dong(PAID_IN + 1)))
    assert refused.value.code == "payments_no_overdraft"
    assert available() == PAID_IN


def test_a_receivable_is_not_paid_beyond_what_is_owed():
    payments.open_account(SYSTEM, code="phai-thu", title="Phải thu", limit=Limit.NO_OVERFILL)
    post("no:1", payments.direct("phai-thu", FEES, FEE))
    with pytest.raises(Conflict) as refused:
        post("tra:1", payments.direct(BANK, "phai-thu", Dong(FEE + 1)))
    assert refused.value.code == "payments_no_overfill"


def test_the_same_key_pays_once_and_answers_the_same():
    first = post("phi:1", payments.direct(WALLET, FEES, FEE))
    again = post("phi:1", payments.direct(WALLET, FEES, FEE))
    assert (again.posting_id, again.transfer_ids) == (first.posting_id, first.transfer_ids)
    assert again.is_repeat
    assert available() == PAID_IN - FEE


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (payments.direct(WALLET, FEES, Dong(FEE + 1)), "Lệ phí"),
        (payments.direct(WALLET, BANK, FEE), "Lệ phí"),
        (payments.direct(WALLET, FEES, FEE), "Việc khác"),
    ],
)
def test_the_same_key_for_something_else_is_refused(draft, reason):
    post("phi:1", payments.direct(WALLET, FEES, FEE))
    with pytest.raises(Conflict) as refused:
        post("phi:1", draft, reason=reason)
    assert refused.value.code == "key_used"
    assert available() == PAID_IN - FEE


def test_what_comes_in_first_may_go_on_in_the_same_posting():
    payments.open_account(SYSTEM, code="tam", title="Tạm giữ", limit=Limit.NO_OVERDRAFT)
    for number in range(20):
        post(f"qua:{number}", payments.direct(BANK, "tam", Dong(1_000)), payments.direct("tam", FEES, Dong(1_000)))
    assert payments.balance("tam").available == 0


def test_linked_transfers_stand_or_fall_together():
    with pytest.raises(Conflict):
        post("phi:1", payments.direct(WALLET, FEES, FEE), payments.direct(WALLET, BANK, Dong(PAID_IN)))
    assert available() == PAID_IN
    post("phi:1", payments.direct(WALLET, FEES, FEE), payments.direct(WALLET, BANK, Dong(1)))
    assert available() == PAID_IN - FEE - 1
    assert books_are_right()


def test_a_hold_blocks_the_money_until_it_is_settled():
    held = reserve(amount=Dong(PAID_IN))
    assert available() == 0
    assert payments.balance(FEES).credits == 0
    with pytest.raises(Conflict):
        post("phi:2", payments.direct(WALLET, FEES, Dong(1)))
    post("thu:1", payments.settle(held))
    assert payments.balance(FEES).credits == PAID_IN
    assert books_are_right()


def test_a_partial_settlement_gives_the_rest_back():
    post("thu:1", payments.settle(reserve(), Dong(3_000)))
    assert available() == PAID_IN - 3_000
    assert payments.balance(WALLET).held_debits == 0
    assert books_are_right()


def test_a_released_hold_leaves_everything_as_it_was():
    post("tra:1", payments.release(reserve()))
    assert available() == PAID_IN
    assert books_are_right()


@pytest.mark.parametrize("first", [payments.settle, payments.release])
@pytest.mark.parametrize("second", [payments.settle, payments.release])
def test_a_hold_ends_exactly_once(first, second):
    held = reserve()
    post("ket-thuc:1", first(held))
    with pytest.raises(Conflict) as refused:
        post("ket-thuc:2", second(held))
    assert refused.value.code == "payments_hold_ends_once"
    assert books_are_right()


def test_more_than_was_held_cannot_be_settled():
    with pytest.raises(Conflict) as refused:
        post("thu:1", payments.settle(reserve(), Dong(FEE + 1)))
    assert refused.value.code == "payments_more_than_held"


def test_a_movement_is_no_hold():
    moved = post("phi:1", payments.direct(WALLET, FEES, FEE)).transfer_ids[0]
    with pytest.raises(Conflict) as refused:
        post("thu:1", payments.settle(moved))
    assert refused.value.code == "payments_not_this_hold"


def test_a_hold_that_is_over_goes_back_and_cannot_be_settled():
    start = clock.now()
    held = reserve()
    with clock.at(start + LATER * 2):
        with pytest.raises(Conflict) as refused:
            post("thu:1", payments.settle(held))
        assert refused.value.code == "payments_hold_over"
        assert services.expire_due() == 1
        assert services.expire_due() == 0
    assert available() == PAID_IN
    assert books_are_right()


def test_holds_in_time_do_not_expire():
    reserve()
    assert services.expire_due() == 0


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (payments.direct(WALLET, FEES, Dong(0)), "bad_amount"),
        (payments.direct(WALLET, FEES, Dong(-5)), "bad_amount"),
        (payments.direct(WALLET, WALLET, FEE), "same_account"),
        (payments.direct(WALLET, "khong-co", FEE), "no_account"),
    ],
)
def test_what_cannot_be_a_posting_is_refused(draft, code):
    with pytest.raises(Invalid) as refused:
        post("phi:1", draft)
    assert refused.value.code == code


@pytest.mark.parametrize(("key", "reason"), [("", "Lệ phí"), ("k" * 201, "Lệ phí"), ("phi:1", "")])
def test_a_posting_has_a_key_and_a_reason(key, reason):
    with pytest.raises(Invalid):
        post(key, payments.direct(WALLET, FEES, FEE), reason=reason)


def test_opening_twice_finds_the_first_unless_it_differs():
    first = payments.open_account(SYSTEM, code="moi", title="Mới")
    assert payments.open_account(SYSTEM, code="moi", title="Mới") == first
    with pytest.raises(Conflict):
        payments.open_account(SYSTEM, code="moi", title="Mới", limit=Limit.NO_OVERDRAFT)
    with pytest.raises(NotFound):
        payments.balance("khong-co")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_transfer SET amount = amount + 1",
        "DELETE FROM payments_transfer",
        "UPDATE payments_posting SET reason = 'khác'",
        "UPDATE payments_account SET credits = credits + 1",
        "DELETE FROM payments_account",
        'INSERT INTO payments_account (id, code, title, unit_code, "limit", debits, credits, held_debits,'
        " held_credits, opened_at) VALUES (gen_random_uuid(), 'x', 'x', '', 'none', 5, 0, 0, 0, now())",
    ],
)
def test_the_database_lets_nobody_cook_the_books(statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert books_are_right()


def test_the_check_sees_books_that_were_cooked_by_a_superuser():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE payments_account DISABLE TRIGGER USER")
        Account.objects.filter(code=FEES).update(credits=FEE)
        cursor.execute("ALTER TABLE payments_account ENABLE TRIGGER USER")
    findings = payments.check_books()
    assert [finding.account for finding in findings] == [FEES, ""]


def test_transfers_keep_the_order_of_the_drafts():
    ids = post("phi:1", *[payments.direct(WALLET, FEES, Dong(n)) for n in (3, 1, 2)]).transfer_ids
    amounts = dict(Transfer.objects.values_list("id", "amount"))
    assert [amounts[one] for one in ids] == [3, 1, 2]
