"""Django application of the portal."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """Pages; no tables of its own."""

    name = "dean06.portal"
    label = "portal"
    verbose_name = "Cổng dịch vụ"

    def ready(self) -> None:
        """Name our acts to the audit log and take the outbox topic of the emergency account."""
        from dean06.kernel.messaging import api as messaging
        from dean06.portal import actions, alerts, document_notices  # noqa: F401 - they register topics

        actions.register()
        messaging.register_directory(MESSAGES)
