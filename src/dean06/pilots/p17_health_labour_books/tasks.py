"""What the worker does for the health book: the full check of bundles that were taken in."""

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.pilots.p17_health_labour_books.services.checking import check_waiting

EVERY_MINUTE = "* * * * *"


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.p17.check_bundles", queue="upkeep", queueing_lock="dean06.p17.check_bundles")
def check_bundles(timestamp: int) -> int:
    """Check what waits."""
    del timestamp
    return check_waiting(SYSTEM)
