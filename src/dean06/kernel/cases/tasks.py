"""What the worker does for cases."""

from dean06.kernel.base import jobs
from dean06.kernel.cases.services.fees import hear_missed

EVERY_MINUTE = "* * * * *"


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.cases.hear_of_fees", queue="upkeep", queueing_lock="dean06.cases.hear_of_fees")
def hear_of_fees(timestamp: int) -> int:
    """Find cases whose fee was paid and which never heard of it."""
    del timestamp
    return hear_missed()
