"""Django application of pilot 2."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """Bookings, scans, the register of certifications."""

    name = "dean06.pilots.p02_certified_documents"
    label = "p02_certified_documents"
    verbose_name = "Chứng thực bản sao điện tử"

    def ready(self) -> None:
        """Name our acts to the audit log; say what is kept about persons; hear of fees."""
        from dean06.kernel.base import events
        from dean06.kernel.messaging import api as messaging
        from dean06.kernel.payments.types import OrderPaid
        from dean06.pilots.p02_certified_documents import actions, holdings
        from dean06.pilots.p02_certified_documents.services import issuing

        actions.register()
        holdings.register()
        messaging.register_directory(MESSAGES)
        events.subscribe(OrderPaid)(issuing.note_paid)
