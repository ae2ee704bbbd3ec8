"""Django application of identity."""

from django.apps import AppConfig


class Config(AppConfig):
    """Users, their sign-ins and the emergency account."""

    name = "dean06.kernel.identity"
    label = "identity"
    verbose_name = "Đăng nhập"

    def ready(self) -> None:
        """Name our acts to the audit log."""
        from dean06.kernel.identity import actions

        actions.register()
