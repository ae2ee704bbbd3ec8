"""The ledger accounts money of orders moves between, named after a bank account or a unit."""

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.payments.services.ledger import open_account
from dean06.kernel.payments.types import Limit, Method


def bank(account: str) -> str:
    """What lies at the bank."""
    return _open(f"bank.{account}", f"Tiền gửi tại tài khoản {account}")


def payers(account: str) -> str:
    """What payers gave and is not taken: parts held, surplus on its way out."""
    return _open(f"payers.{account}", f"Tiền của người nộp tại {account}", Limit.NO_OVERDRAFT)


def suspense(account: str) -> str:
    """What came in and nobody knows for what."""
    return _open(f"suspense.{account}", f"Khoản thu chưa rõ tại {account}", Limit.NO_OVERDRAFT)


def returning(account: str) -> str:
    """What the bank has been told to pay back."""
    return _open(f"returning.{account}", f"Tiền đang hoàn từ {account}", Limit.NO_OVERDRAFT)


def fees(unit_code: str) -> str:
    """What a unit has taken."""
    return _open(f"fees.{unit_code}", f"Phí, lệ phí của {unit_code}", unit_code=unit_code)


def till(unit_code: str, method: Method) -> str:
    """What a unit's counter took in cash, or by card and has not had from the bank yet."""
    return _open(f"{method.value}.{unit_code}", f"{method.label} tại quầy của {unit_code}", unit_code=unit_code)


def _open(code: str, title: str, limit: Limit = Limit.NONE, unit_code: str = "") -> str:
    open_account(SYSTEM, code=code, title=title, limit=limit, unit_code=unit_code)
    return code
