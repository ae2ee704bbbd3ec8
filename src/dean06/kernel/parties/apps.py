"""Django application of the register of areas, units, posts and parties."""

from django.apps import AppConfig


class Config(AppConfig):
    """Tables of kernel.parties."""

    name = "dean06.kernel.parties"
    label = "parties"
    verbose_name = "Đơn vị, địa bàn, con người"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.kernel.parties import actions

        actions.register()
