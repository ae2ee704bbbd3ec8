"""Django application of the pilot."""

from django.apps import AppConfig


class Config(AppConfig):
    """Health book and labour book."""

    name = "dean06.pilots.p17_health_labour_books"
    label = "p17_health_labour_books"
    verbose_name = "Sổ sức khỏe, sổ lao động"

    def ready(self) -> None:
        """Name our acts, say what is kept and how long, take our topics."""
        from dean06.pilots.p17_health_labour_books import actions_labour, holdings_labour
        from dean06.pilots.p17_health_labour_books.services import labour_fetching, labour_proving  # noqa: F401 - topics

        actions_labour.register()
        holdings_labour.register()
