"""The inbox of the VNeID application over HTTPS (README.md says which limits hold)."""

from dean06.adapters.vneid_inbox.client import InboxClient
from dean06.adapters.vneid_inbox.settings import InboxConfig, Limits

__all__ = ["InboxClient", "InboxConfig", "Limits"]
