"""What the worker does for documents."""

from typing import Any
from uuid import UUID

from dean06.kernel.base import clock, jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.delivery import handles
from dean06.kernel.documents.services import bulk, sweeping
from dean06.kernel.documents.services.signing import LASTING_TOPIC

EVERY_TEN_MINUTES = "*/10 * * * *"


@jobs.app.periodic(cron=EVERY_TEN_MINUTES)
@jobs.task(name="dean06.documents.make_files_last", queue="upkeep", queueing_lock="dean06.documents.make_files_last")
def make_files_last(timestamp: int) -> int:
    """Stamp what was signed since, and stamp again what ages; how many it could do."""
    # pyHanko takes a second to load, and every process knows the tasks.
    from dean06.kernel.documents.services.lasting import due_files, make_lasting, renew

    del timestamp
    fresh, aged = due_files(clock.now())
    return sum(map(make_lasting, fresh)) + sum(map(renew, aged))


@handles(LASTING_TOPIC)
def make_one_last(payload: dict[str, Any], message_id: str) -> None:
    """Stamp a file soon after it was signed; when the authority is away, the round above tries again."""
    from dean06.kernel.documents.services.lasting import make_lasting

    del message_id
    make_lasting(UUID(payload["file"]))


@handles(bulk.TOPIC)
def issue_some(payload: dict[str, Any], message_id: str) -> None:
    """One turn of a lane of an order of many documents."""
    del message_id
    bulk.take_turn(payload)


@jobs.app.periodic(cron=jobs.daily(3, 20))
@jobs.task(name="dean06.documents.sweep_store", queue="upkeep", queueing_lock="dean06.documents.sweep_store")
def sweep_store(timestamp: int) -> int:
    """03:20 Vietnamese time: files nobody holds leave the store of this machine; returns how many."""
    del timestamp
    return sweeping.sweep_store(SYSTEM).removed if sweeping.can_sweep() else 0
