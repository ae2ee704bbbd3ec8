"""Job discovery: tells Procrastinate which modules define tasks."""

from importlib import import_module
from importlib.util import find_spec

from procrastinate import App

HOUSES_WITH_TASKS = (
    "dean06.kernel.base",
    "dean06.kernel.audit",
    "dean06.kernel.identity",
    "dean06.kernel.messaging",
    "dean06.programme",
)


def on_app_ready(_app: App) -> None:
    """Import every ``tasks`` module so that the worker knows its tasks."""
    for house in HOUSES_WITH_TASKS:
        if find_spec(f"{house}.tasks"):
            import_module(f"{house}.tasks")
