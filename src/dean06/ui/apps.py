"""Django app of the shell."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components and built assets."""

    name = "dean06.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Register the system checks of the shell."""
        from dean06.ui import checks  # noqa: F401 - importing registers them
