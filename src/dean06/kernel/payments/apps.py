"""Django application of payments."""

from django.apps import AppConfig


class Config(AppConfig):
    """Accounts, postings and transfers."""

    name = "dean06.kernel.payments"
    label = "payments"
    verbose_name = "Thanh toán"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.kernel.payments import actions

        actions.register()
