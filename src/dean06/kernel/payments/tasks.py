"""What the worker does for the ledger: lets holds expire, checks the books every night."""

import structlog

from dean06.kernel.base import jobs
from dean06.kernel.payments import metrics
from dean06.kernel.payments.selectors.ledger import check_books as recount
from dean06.kernel.payments.services.ledger import expire_due
from dean06.kernel.payments.services.orders import expire_orders

EVERY_MINUTE = "* * * * *"
CHECK_HOUR = 2
log = structlog.get_logger(__name__)


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.payments.expire", queue="upkeep", queueing_lock="dean06.payments.expire")
def expire(timestamp: int) -> int:
    """Give back what was held too long."""
    del timestamp
    return expire_due()


@jobs.app.periodic(cron=EVERY_MINUTE)
@jobs.task(name="dean06.payments.expire_orders", queue="upkeep", queueing_lock="dean06.payments.expire_orders")
def end_orders(timestamp: int) -> int:
    """End orders nobody paid in time."""
    del timestamp
    return expire_orders()


@jobs.app.periodic(cron=jobs.daily(CHECK_HOUR, 0))
@jobs.task(name="dean06.payments.check_books", queue="upkeep", queueing_lock="dean06.payments.check_books")
def check_books(timestamp: int) -> int:
    """Recount the books; a difference is loud in the log and on the gauge until it is gone."""
    del timestamp
    findings = recount()
    metrics.WRONG_ACCOUNTS.set(len(findings))
    for finding in findings:
        log.error("payments.books_differ", account=finding.account)
    return len(findings)
