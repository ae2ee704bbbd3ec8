"""What the worker does: asks for answers nobody brought, begins with cases whose receipt was missed."""

from datetime import timedelta

from dean06.kernel.base import clock, jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Status
from dean06.pilots.p16_criminal_records.access import PROCEDURE
from dean06.pilots.p16_criminal_records.services.ordering import open_request
from dean06.pilots.p16_criminal_records.services.sending import ask_for_answers

EVERY_MINUTE = "* * * * *"
LOOKED_BACK, LOOKED_AT = timedelta(days=90), 200
UNDER_WAY = (Status.RECEIVED, Status.PROCESSING, Status.PAYMENT_ASKED, Status.SUPPLEMENT_ASKED)


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.p16.ask_for_answers", queue="judicial", queueing_lock="dean06.p16.ask_for_answers")
def ask(timestamp: int) -> int:
    """Ask the register for answers that were not brought."""
    del timestamp
    return ask_for_answers()


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.p16.begin_missed", queue="upkeep", queueing_lock="dean06.p16.begin_missed")
def begin_missed(timestamp: int) -> int:
    """Begin with cases that were taken in while nobody of ours heard it (a crash in between)."""
    del timestamp
    since = clock.now() - LOOKED_BACK
    missed = cases.cases_in(SYSTEM, procedure=PROCEDURE, statuses=UNDER_WAY, since=since, limit=LOOKED_AT)
    return sum(open_request(SYSTEM, case_id=case_id) for case_id in missed)
