"""Background work of privacy: new looks every minute, retention each night."""

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.privacy.retention import run_retention
from dean06.kernel.privacy.scan import looks_wait
from dean06.kernel.privacy.services.looks import notify_unexpected

EVERY_MINUTE = "* * * * *"
ROUNDS = 10


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.privacy.notify", queue="upkeep", queueing_lock="dean06.privacy.notify")
def notify(timestamp: int) -> int:
    """Tell people of unexpected looks, a part of the log a round, until it is read or others have waited enough."""
    del timestamp
    sent = notify_unexpected(SYSTEM)
    for _ in range(ROUNDS - 1):
        if not looks_wait():
            break
        sent += notify_unexpected(SYSTEM)
    return sent


@jobs.app.periodic(cron=jobs.daily(2, 40))
@jobs.task(name="dean06.privacy.retention", queue="upkeep", queueing_lock="dean06.privacy.retention")
def retention(timestamp: int) -> int:
    """02:40 Vietnamese time: delete what is past its time; returns how many records went."""
    del timestamp
    return sum(one.count for one in run_retention(SYSTEM))
