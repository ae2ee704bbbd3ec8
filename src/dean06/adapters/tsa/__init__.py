"""A time-stamping authority over RFC 3161 (README.md says which limits hold)."""

from dean06.adapters.tsa.client import TsaClient
from dean06.adapters.tsa.settings import Limits, TsaConfig

__all__ = ["Limits", "TsaClient", "TsaConfig"]
