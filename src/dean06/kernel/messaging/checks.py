"""System check: a template that cannot be used is found when the system starts, not when a person should be told."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.messaging.policy import policies, quiet_hours
from dean06.kernel.messaging.wording.catalogue import catalogue


@register("messages")
def check_templates(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Every mistake of every template file and of the tables of classes and quiet hours, with its line."""
    del app_configs
    found: list[CheckMessage] = []
    for read in (catalogue, policies, quiet_hours):
        try:
            read()
        except DeclarationError as error:
            found += [Error(f"thông báo: {problem}", id="messaging.E001") for problem in error.problems]
    return found
