"""The ground floor's background tasks: deliver the outbox, take back what dead workers held."""

from procrastinate import JobContext

from dean06.kernel.base import jobs, outbox
from dean06.kernel.base.delivery import DELIVER_TASK

EVERY_MINUTE = "* * * * *"


@jobs.task(name=DELIVER_TASK, queue="outbox", retry=jobs.RETRY_SOON)
def deliver_message(message_id: str) -> str:
    """Attempt one message; its own failures and retries are the outbox's business."""
    return outbox.deliver(message_id).value


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.outbox.sweep", queue="upkeep", queueing_lock="dean06.outbox.sweep")
def sweep_outbox(timestamp: int) -> int:
    """Find messages whose job was lost."""
    del timestamp
    return outbox.sweep()


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.jobs.take_back", queue="upkeep", queueing_lock="dean06.jobs.take_back", pass_context=True)
async def take_back_stalled(context: JobContext, timestamp: int) -> int:
    """Put jobs of dead workers back into the queue."""
    del timestamp
    return await jobs.take_back_stalled(context)
