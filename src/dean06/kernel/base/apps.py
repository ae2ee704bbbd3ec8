"""The ground floor as a Django application."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

OVERLAY_NAME = "calendar_overlay.toml"


class BaseConfig(AppConfig):
    """Tables of the outbox and the rate limits; figures for the scraper; the installation's own calendar."""

    name = "dean06.kernel.base"
    label = "base"

    def ready(self) -> None:
        """Read the operator's calendar decisions and register what is counted at scrape time."""
        from dean06.kernel.base import calendar, jobs, metrics, outbox

        overlay = Path(settings.STATE) / OVERLAY_NAME
        if overlay.exists():
            calendar.extend_default(calendar.read_overlay(overlay))
        metrics.at_scrape(jobs.JobFigures())
        metrics.at_scrape(outbox.OutboxFigures())
