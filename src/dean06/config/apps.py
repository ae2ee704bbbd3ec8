"""Binds ports to adapters, menus and panels to the shell, once every application is loaded."""

from django.apps import AppConfig


class Config(AppConfig):
    """The composition root as a Django application."""

    name = "dean06.config"
    label = "config"

    def ready(self) -> None:
        """Wire the house together."""
        from dean06.config import wiring

        wiring.connect()
