"""Django application of payments."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """The ledger, orders, credits and receipts."""

    name = "dean06.kernel.payments"
    label = "payments"
    verbose_name = "Thanh toán"

    def ready(self) -> None:
        """Name our acts to the audit log; say what is kept about persons and how long; take the outbox topic."""
        from dean06.kernel.messaging import api as messaging
        from dean06.kernel.payments import actions, holdings
        from dean06.kernel.payments.services import sending  # noqa: F401 - registers the topic

        actions.register()
        holdings.register()
        messaging.register_directory(MESSAGES)
