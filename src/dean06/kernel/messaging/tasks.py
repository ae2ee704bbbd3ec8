"""What the worker does for messaging."""

import time

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import TooMany
from dean06.kernel.messaging import handing, planning, receipts
from dean06.kernel.messaging.types import Channel

EVERY_MINUTE = "* * * * *"
EVERY_TEN_MINUTES = "*/10 * * * *"
# After so long the job ends and asks for another, which stands behind what else waits: a slow provider keeps nobody up.
JOB_SECONDS = 10.0
WINDOW_SECONDS = float(handing.PROVIDER_LIMIT.seconds)


@jobs.task(name=planning.PUMP, queue="messages", retry=jobs.RETRY_SOON)
def pump(channel: str) -> int:
    """Hand over what is due on a channel; a channel's failures and next attempts are the service's business."""
    sent, ends_at = 0, time.monotonic() + JOB_SECONDS
    while time.monotonic() < ends_at:
        try:
            count = handing.hand_over(SYSTEM, channel=Channel(channel))
        except TooMany:  # a moment is cheaper than another job: the queue looks at future ones every few seconds
            time.sleep(WINDOW_SECONDS)
            continue
        sent += count
        if not count:
            return sent
    planning.wake([channel])
    return sent


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.messaging.sweep", queue="upkeep", queueing_lock="dean06.messaging.sweep")
def sweep(timestamp: int) -> None:
    """Send what became due: held for the morning, put off, or left by a worker that died."""
    del timestamp
    planning.wake(handing.channels_due())


@jobs.app.periodic(cron=EVERY_TEN_MINUTES)
@jobs.task(name="dean06.messaging.late_receipts", queue="upkeep", queueing_lock="dean06.messaging.late_receipts")
def late_receipts(timestamp: int) -> int:
    """Ask for receipts that did not come by themselves."""
    del timestamp
    return receipts.ask_after_late(SYSTEM)
