"""What the worker does for cases."""

from dean06.kernel.base import jobs
from dean06.kernel.cases.services.fees import hear_missed
from dean06.kernel.cases.services.fetching import fetch_arrivals

EVERY_MINUTE = "* * * * *"


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.cases.fetch_arrivals", queue="portal", queueing_lock="dean06.cases.fetch_arrivals")
def fetch(timestamp: int) -> int:
    """Fetch what was filed on the national portal and work it off."""
    del timestamp
    return fetch_arrivals()


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.cases.hear_of_fees", queue="upkeep", queueing_lock="dean06.cases.hear_of_fees")
def hear_of_fees(timestamp: int) -> int:
    """Find cases whose fee was paid and which never heard of it."""
    del timestamp
    return hear_missed()
