"""What the worker does for pilot 2: makes copies whose fee came in while nobody listened."""

from dean06.kernel.base import jobs
from dean06.pilots.p02_certified_documents.services import issuing

EVERY_FIVE_MINUTES = "*/5 * * * *"


@jobs.app.periodic(cron=EVERY_FIVE_MINUTES)
@jobs.task(name="dean06.p02.catch_up", queue="upkeep", queueing_lock="dean06.p02.catch_up")
def catch_up(timestamp: int) -> int:
    """Ask once more for copies that are paid and not made."""
    del timestamp
    return issuing.catch_up()
