"""Django application of the programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Directive tracking."""

    name = "dean06.programme"
    label = "programme"
    verbose_name = "Chỉ đạo, điều hành Đề án 06"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.programme import actions

        actions.register()
