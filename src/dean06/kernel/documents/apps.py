"""Django application of documents."""

from django.apps import AppConfig


class Config(AppConfig):
    """Signing keys, certificates, signed files, kept papers."""

    name = "dean06.kernel.documents"
    label = "documents"
    verbose_name = "Giấy tờ điện tử"

    def ready(self) -> None:
        """Name our acts to the audit log, and the files we hold."""
        from dean06.kernel.documents import actions, holdings

        actions.register()
        holdings.register()
