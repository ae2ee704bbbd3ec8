"""Django application of privacy."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """Consents, data requests, notices of unexpected looks, retention."""

    name = "dean06.kernel.privacy"
    label = "privacy"
    verbose_name = "Dữ liệu cá nhân"

    def ready(self) -> None:
        """Name our acts to the audit log; say what the kernel holds and how long."""
        from dean06.kernel.messaging import api as messaging
        from dean06.kernel.privacy import actions, categories, holdings, wallet_holdings

        actions.register()
        categories.register_kernel()
        holdings.register_kernel()
        wallet_holdings.register()
        messaging.register_directory(MESSAGES)
