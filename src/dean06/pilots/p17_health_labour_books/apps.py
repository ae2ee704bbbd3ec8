"""Django application of the pilot."""

from django.apps import AppConfig


class Config(AppConfig):
    """Health book and labour book."""

    name = "dean06.pilots.p17_health_labour_books"
    label = "p17_health_labour_books"
    verbose_name = "Sổ sức khỏe, sổ lao động"

    def ready(self) -> None:
        """Name the acts of machines on the health book."""
        from dean06.pilots.p17_health_labour_books import machine_acts

        machine_acts.register()
