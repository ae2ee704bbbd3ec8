"""What the worker does for the registry."""

from uuid import UUID

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.registry.batch_jobs import TASK
from dean06.kernel.registry.services.batch_ending import sweep_lists
from dean06.kernel.registry.services.batch_work import advance
from dean06.kernel.registry.services.changes import follow_changes

EVERY_FIVE_MINUTES = "*/5 * * * *"


@jobs.task(name=TASK, queue="registry", retry=jobs.RETRY_SOON)
def work_off(batch_id: str) -> bool:
    """Go on with a list; the register's failures and the next attempt are the service's business."""
    return advance(SYSTEM, batch_id=UUID(batch_id))


@jobs.app.periodic(cron=jobs.daily(3, 10))
@jobs.task(name="dean06.registry.follow", queue="registry", queueing_lock="dean06.registry.follow")
def follow(timestamp: int) -> int:
    """03:10 Vietnamese time: what changed in the register about people in our books."""
    del timestamp
    return follow_changes(SYSTEM)


@jobs.app.periodic(cron=EVERY_FIVE_MINUTES)
@jobs.task(name="dean06.registry.sweep", queue="upkeep", queueing_lock="dean06.registry.sweep")
def sweep(timestamp: int) -> int:
    """Find lists whose job was lost."""
    del timestamp
    return sweep_lists(SYSTEM)
