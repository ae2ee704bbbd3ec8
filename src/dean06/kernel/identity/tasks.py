"""Housekeeping of sign-ins: what has no meaning any more goes; ended sign-ins go by retention (kernel.privacy)."""

from django.contrib.sessions.models import Session

from dean06.kernel.base import clock, jobs
from dean06.kernel.identity import back_channel


@jobs.app.periodic(cron=jobs.daily(2, 17))
@jobs.task(name="dean06.identity.tidy", queue="upkeep", queueing_lock="dean06.identity.tidy")
def tidy(timestamp: int) -> int:
    """Once a night: expired browser sessions, logout tokens long expired."""
    del timestamp
    return forget_old()


def forget_old() -> int:
    """Delete what is past its time; returns how many rows went."""
    browser = Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
    return browser + back_channel.purge_seen()
