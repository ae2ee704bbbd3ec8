"""System checks: a menu item that leads nowhere is found when the system starts, not by the person who taps it."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from dean06.ui import menu


@register("urls")
def check_menu(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Every registered menu item must name a route that exists, whichever apps are being checked."""
    del app_configs
    return [
        Error(f"menu item {item.label!r} names the unknown route {item.url_name!r}", id="ui.E001")
        for item in menu.registered()
        if not _exists(item.url_name)
    ]


def _exists(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
