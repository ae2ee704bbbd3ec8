"""The judicial register, which is searched for criminal records (README.md, protocols/judicial_register)."""

from dean06.adapters.judicial_register.client import RegisterClient
from dean06.adapters.judicial_register.settings import RegisterConfig

__all__ = ["RegisterClient", "RegisterConfig"]
