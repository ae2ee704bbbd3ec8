"""Which adapter stands behind which port."""

from django.conf import settings

from dean06.adapters.vneid.client import VneidProvider
from dean06.adapters.vneid.config import VneidConfig
from dean06.kernel.base import logging
from dean06.kernel.base.wiring import bind
from dean06.kernel.ports.identity_provider import IdentityProvider


def connect() -> None:
    """Bind every port; called once at start."""
    logging.configure(settings.LOG_FORMAT)
    bind(IdentityProvider, _vneid)


def _vneid() -> IdentityProvider:
    return VneidProvider(VneidConfig.from_settings(settings.VNEID))
