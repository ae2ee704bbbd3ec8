"""The national public-service portal that feeds this back office (README.md, protocols/national_portal)."""

from dean06.adapters.national_portal.client import PortalClient
from dean06.adapters.national_portal.settings import PortalConfig

__all__ = ["PortalClient", "PortalConfig"]
