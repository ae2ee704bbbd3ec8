"""The ground floor's background tasks: deliver the outbox, take back what dead workers held, tidy up."""

from procrastinate import JobContext

from dean06.kernel.base import jobs, outbox, ratelimit
from dean06.kernel.base.delivery import DELIVER_TASK

EVERY_MINUTE = "* * * * *"
HOURLY = "17 * * * *"


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


@jobs.app.periodic(cron=HOURLY)
@jobs.task(name="dean06.base.tidy", queue="upkeep", queueing_lock="dean06.base.tidy", pass_context=True)
async def tidy_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs finished long ago and have the rest tidied up."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(nb_hours=jobs.KEEP_FINISHED_HOURS)
    await tidy_tables.defer_async()


@jobs.task(name="dean06.base.tidy_tables", queue="upkeep")
def tidy_tables() -> None:
    """Delete spent rate counters and empty payloads delivered long ago."""
    ratelimit.purge()
    outbox.forget_payloads()
