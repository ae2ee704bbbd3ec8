"""Django application of cases."""

from django.apps import AppConfig


class Config(AppConfig):
    """Procedures, cases and their history."""

    name = "dean06.kernel.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"

    def ready(self) -> None:
        """Name our acts to the audit log; say what is kept about persons and how long."""
        from dean06.kernel.cases import actions, holdings

        actions.register()
        holdings.register()
