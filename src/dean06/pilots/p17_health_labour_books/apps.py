"""Django application of the pilot."""

from django.apps import AppConfig


class Config(AppConfig):
    """Health book and labour book."""

    name = "dean06.pilots.p17_health_labour_books"
    label = "p17_health_labour_books"
    verbose_name = "Sổ sức khỏe, sổ lao động"
