"""Text messages over HTTPS gateways (README.md says which limits hold)."""

from dean06.adapters.sms_gateway.gateway import Gateway
from dean06.adapters.sms_gateway.settings import Limits, ProviderConfig

__all__ = ["Gateway", "Limits", "ProviderConfig"]
