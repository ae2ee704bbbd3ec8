"""What the worker does for devices."""

from dean06.kernel.base import jobs
from dean06.kernel.devices.services.receipts import empty_unspent

EVERY_FIVE_MINUTES = "*/5 * * * *"


@jobs.app.periodic(cron=EVERY_FIVE_MINUTES)
@jobs.task(name="dean06.devices.empty_unspent", queue="upkeep", queueing_lock="dean06.devices.empty_unspent")
def empty(timestamp: int) -> int:
    """What was read to sign somebody in, and never was used for it, does not wait for the retention of receipts."""
    del timestamp
    return empty_unspent()
