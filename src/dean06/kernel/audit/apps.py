"""Django application of the audit log."""

from django.apps import AppConfig


class Config(AppConfig):
    """Tables of the log; importing ``metrics`` puts its gauge on /metrics."""

    name = "dean06.kernel.audit"
    label = "audit"
    verbose_name = "Nhật ký kiểm toán"

    def ready(self) -> None:
        """Register the gauge once the tables can be counted."""
        from dean06.kernel.audit import metrics  # noqa: F401 - imported for its registration
