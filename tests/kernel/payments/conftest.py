"""A cashier's books: the bank, a citizen's money with us, and a unit's fees; and orders of an invented payer."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.money import Dong
from dean06.kernel.parties.models import Party, Unit
from dean06.kernel.parties.models.units import UnitKind, UnitLevel
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Account, Order
from dean06.kernel.payments.types import BankCredit, Limit, Source

BANK, WALLET, FEES = "ngan-hang", "vi.hoa", "phi.ubnd-xa"
PAID_IN = 500_000
UNIT = "ubnd-xa-duc-tho"
ACCOUNT = "000600.0600000100"
PRICE = Dong(50_000)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.VN_TZ)


@pytest.fixture
def books(db):
    """The wallet holds ``PAID_IN`` đồng, which came from the bank."""
    payments.open_account(SYSTEM, code=BANK, title="Tiền gửi ngân hàng")
    payments.open_account(SYSTEM, code=WALLET, title="Tiền của bà Hoa (hư cấu)", limit=Limit.NO_OVERDRAFT)
    payments.open_account(SYSTEM, code=FEES, title="Phí, lệ phí xã")
    payments.post(SYSTEM, key="nap:1", drafts=[payments.direct(BANK, WALLET, PAID_IN)], reason="Nạp tiền")


def available() -> int:
    """What the wallet may still pay."""
    return payments.balance(WALLET).available


class Office:
    """An office that is paid, a payer, and a bank that tells of credits."""

    def __init__(self) -> None:
        facts = {
            "code": UNIT,
            "name": "UBND xã Đức Thọ",
            "short_name": "UBND xã Đức Thọ",
            "valid_from": date(2025, 7, 1),
        }
        Unit.objects.create(**facts, kind=UnitKind.COMMITTEE, level=UnitLevel.COMMUNE, source="hư cấu")
        person = Party.objects.create(personal_id="000199000888", full_name="Người Nộp Tiền", is_fictional=True)
        self.payer = Actor(party_id=person.pk, name=person.full_name, role=Role.CITIZEN, assurance_level=2)
        self.cashier = Actor(name="Thu Ngân", role=Role.CLERK, unit_code=UNIT, unit_name="UBND xã Đức Thọ")
        self.operator = Actor(name="Vận Hành", role=Role.OPERATOR)
        self._numbers = count(1)

    def open(self, *, key: str = "", subject: str = "", amount: Dong = PRICE, **also) -> Order:
        """A new order of the payer."""
        number = next(self._numbers)
        opened = payments.open_order(
            SYSTEM,
            key=key or f"order:{number}",
            payer_id=self.payer.party_id,
            unit_code=UNIT,
            amount=amount,
            purpose="Lệ phí cấp bản sao",
            subject=subject or f"case:{number}",
            **also,
        )
        return Order.objects.get(pk=opened.order_id)

    def pay(self, content: str, amount: int, *, reference: str = "", source: Source = Source.NOTICE, **also):
        """The bank tells of a credit."""
        told = {
            "account_code": ACCOUNT,
            "bank_reference": reference or f"FT{next(self._numbers):06d}",
            "amount": Dong(amount),
            "content": content,
            "booked_at": clock.now(),
        }
        return payments.book_credit(SYSTEM, credit=BankCredit(**(told | also)), source=source)


@pytest.fixture
def office(db):
    with clock.at(NOW):
        yield Office()


def later(**much) -> datetime:
    """An instant after ``NOW``."""
    return NOW + timedelta(**much)


def state(order: Order) -> str:
    """Where the order stands now."""
    return Order.objects.get(pk=order.pk).state


def sums() -> dict[str, int]:
    """What lies where: credits less debits, by ledger account, empty ones left out; what a bank holds is negative."""
    return {row.code: row.credits - row.debits for row in Account.objects.all() if row.credits != row.debits}
