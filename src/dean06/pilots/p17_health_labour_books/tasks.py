"""What the worker does for the health book: the full check of bundles taken in, shares whose end nobody heard."""

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.pilots.p17_health_labour_books.services.checking import check_waiting
from dean06.pilots.p17_health_labour_books.services.sharing import end_missed

EVERY_MINUTE = "* * * * *"


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.p17.check_bundles", queue="upkeep", queueing_lock="dean06.p17.check_bundles")
def check_bundles(timestamp: int) -> int:
    """Check what waits."""
    del timestamp
    return check_waiting(SYSTEM)


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.p17.end_missed", queue="upkeep", queueing_lock="dean06.p17.end_missed")
def end_missed_shares(timestamp: int) -> int:
    """End them."""
    del timestamp
    return end_missed(SYSTEM)
