"""A bank that keeps collecting accounts: refunds, statements, signed notices (README.md, protocols/bank)."""

from dean06.adapters.bank.client import BankClient
from dean06.adapters.bank.settings import BankConfig

__all__ = ["BankClient", "BankConfig"]
