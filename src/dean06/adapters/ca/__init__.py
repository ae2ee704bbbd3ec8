"""A certificate authority over EST, OCSP and published revocation lists (README.md says which limits hold)."""

from dean06.adapters.ca.client import CaClient
from dean06.adapters.ca.settings import CaConfig, Limits

__all__ = ["CaClient", "CaConfig", "Limits"]
