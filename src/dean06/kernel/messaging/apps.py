"""Django application of messaging."""

from django.apps import AppConfig


class Config(AppConfig):
    """Messages, inboxes, e-mail."""

    name = "dean06.kernel.messaging"
    label = "messaging"
    verbose_name = "Hộp thư"

    def ready(self) -> None:
        """Name our acts to the audit log and take the outbox topics and the check of templates."""
        from dean06.kernel.messaging import actions, checks, delivery, email, phone  # noqa: F401 - they register themselves

        actions.register()
