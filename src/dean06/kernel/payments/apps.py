"""Django application of payments."""

from django.apps import AppConfig


class Config(AppConfig):
    """The ledger, orders, credits and receipts."""

    name = "dean06.kernel.payments"
    label = "payments"
    verbose_name = "Thanh toán"

    def ready(self) -> None:
        """Name our acts to the audit log; say what is kept about persons and how long."""
        from dean06.kernel.payments import actions, holdings

        actions.register()
        holdings.register()
