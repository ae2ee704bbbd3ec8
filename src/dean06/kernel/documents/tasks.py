"""What the worker does for documents."""

from dean06.kernel.base import clock, jobs

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
