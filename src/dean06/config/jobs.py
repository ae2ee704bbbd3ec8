"""Job discovery: tells Procrastinate which modules define tasks."""

from importlib import import_module
from importlib.util import find_spec

from procrastinate import App

from dean06.kernel.manifest.registry import installed_apps

HOUSES_WITH_TASKS = (
    "dean06.kernel.base",
    "dean06.kernel.audit",
    "dean06.kernel.cases",
    "dean06.kernel.devices",
    "dean06.kernel.documents",
    "dean06.kernel.identity",
    "dean06.kernel.messaging",
    "dean06.kernel.payments",
    "dean06.kernel.privacy",
    "dean06.kernel.registry",
    "dean06.programme",
)


def on_app_ready(_app: App) -> None:
    """Import every ``tasks`` module, those of built pilots included, so that the worker knows its tasks."""
    for house in HOUSES_WITH_TASKS:
        import_module(f"{house}.tasks")
    for pilot in installed_apps():
        if find_spec(f"{pilot}.tasks"):
            import_module(f"{pilot}.tasks")
