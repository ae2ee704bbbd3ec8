"""A cashier's books: the bank, a citizen's money with us, and a unit's fees."""

import pytest

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Limit

BANK, WALLET, FEES = "ngan-hang", "vi.hoa", "phi.ubnd-xa"
PAID_IN = 500_000


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
