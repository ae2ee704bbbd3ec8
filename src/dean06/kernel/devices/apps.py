"""Django application of devices."""

from django.apps import AppConfig


class Config(AppConfig):
    """Terminals, challenges, purposes of reading, receipts."""

    name = "dean06.kernel.devices"
    label = "devices"
    verbose_name = "Thiết bị đọc thẻ"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.kernel.devices import actions

        actions.register()
