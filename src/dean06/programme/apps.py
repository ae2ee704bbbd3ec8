"""Django application of the programme."""

from pathlib import Path

from django.apps import AppConfig

MESSAGES = Path(__file__).with_name("messages")


class ProgrammeConfig(AppConfig):
    """Directive tracking."""

    name = "dean06.programme"
    label = "programme"
    verbose_name = "Chỉ đạo, điều hành Đề án 06"

    def ready(self) -> None:
        """Name our acts to the audit log, and the files we hold."""
        from dean06.kernel.documents import api as documents
        from dean06.kernel.messaging import api as messaging
        from dean06.programme import actions
        from dean06.programme.models import Evidence

        actions.register()
        documents.hold_files(Evidence, "sha256")
        messaging.register_directory(MESSAGES)
