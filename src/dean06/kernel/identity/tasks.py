"""Housekeeping of sign-ins: what is over is forgotten after its time."""

from django.contrib.sessions.models import Session

from dean06.kernel.base import clock, jobs
from dean06.kernel.identity import back_channel, limits
from dean06.kernel.identity.models import SignInSession


@jobs.app.periodic(cron=jobs.daily(2, 17))
@jobs.task(name="dean06.identity.tidy", queue="upkeep", queueing_lock="dean06.identity.tidy")
def tidy(timestamp: int) -> int:
    """Once a night: expired browser sessions, sign-ins long ended, logout tokens long expired."""
    del timestamp
    return forget_old()


def forget_old() -> int:
    """Delete what is past its time; returns how many rows went."""
    browser = Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
    before = clock.now() - limits.KEEP_ENDED_SESSIONS
    ended = SignInSession.objects.filter(ended_at__lt=before).delete()[0]
    abandoned = SignInSession.objects.open().filter(started_at__lt=before).delete()[0]
    return browser + ended + abandoned + back_channel.purge_seen()
