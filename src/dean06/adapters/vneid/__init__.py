"""VNeID as an OpenID Connect relying party (README.md says which specifications and what is not known)."""

from dean06.adapters.vneid.client import VneidClient
from dean06.adapters.vneid.settings import Limits, VneidConfig, Vocabulary, from_settings, load_vocabulary

__all__ = ["Limits", "VneidClient", "VneidConfig", "Vocabulary", "from_settings", "load_vocabulary"]
