"""Django application of the registry."""

from django.apps import AppConfig


class Config(AppConfig):
    """Purposes, and every call to the population register."""

    name = "dean06.kernel.registry"
    label = "registry"
    verbose_name = "Cơ sở dữ liệu dân cư"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.kernel.registry import actions

        actions.register()
