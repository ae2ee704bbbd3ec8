"""What the worker does for the log: it closes the gap a crash may leave, signs, and has a second party sign."""

from dean06.kernel.audit import checkpoints, sequencer, witnessing
from dean06.kernel.base import jobs

EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.audit.sequence", queue="upkeep", queueing_lock="dean06.audit.sequence")
def sequence(timestamp: int) -> int:
    """Place what waits. Normally nothing does: requests do it after their commit; this follows a crash or a burst."""
    del timestamp
    return sequencer.sequence_pending() if sequencer.waiting() else 0


@jobs.app.periodic(cron=EVERY_FIVE_MINUTES)
@jobs.task(name="dean06.audit.checkpoint", queue="upkeep", queueing_lock="dean06.audit.checkpoint")
def sign(timestamp: int) -> int:
    """Sign the log as it stands; an unchanged log is not signed again."""
    del timestamp
    return checkpoints.checkpoint().size


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.audit.witness", queue="upkeep", queueing_lock="dean06.audit.witness")
def witness(timestamp: int) -> str:
    """Have the witness sign the newest checkpoint unless it did; what came of it."""
    del timestamp
    return witnessing.cosign_latest()
