"""Django application of cases."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class Config(AppConfig):
    """Procedures, cases and their history."""

    name = "dean06.kernel.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"

    def ready(self) -> None:
        """Name our acts to the audit log; say what is kept about persons and how long; hear of fees."""
        from dean06.kernel.base import events
        from dean06.kernel.cases import actions, arrival_holdings, holdings
        from dean06.kernel.cases.models import DraftPaper, Paper
        from dean06.kernel.cases.services import fees, reporting  # noqa: F401 - reporting takes its outbox topic
        from dean06.kernel.documents import api as documents
        from dean06.kernel.messaging import api as messaging
        from dean06.kernel.payments.types import OrderPaid

        actions.register()
        documents.hold_files(DraftPaper, "sha256")
        documents.hold_files(Paper, "sha256")
        holdings.register()
        arrival_holdings.register()
        messaging.register_directory(MESSAGES)
        events.subscribe(OrderPaid)(fees.note_paid)
