"""A witness of the audit log over C2SP tlog-witness (README.md says which limits hold)."""

from dean06.adapters.witness.client import WitnessClient
from dean06.adapters.witness.settings import Limits, WitnessConfig

__all__ = ["Limits", "WitnessClient", "WitnessConfig"]
