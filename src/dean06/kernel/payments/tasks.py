"""What the worker does for payments: lets holds and orders end, checks the books, and asks the bank."""

import structlog

from dean06.kernel.base import jobs
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import DomainError
from dean06.kernel.payments import metrics
from dean06.kernel.payments.selectors.desk import days_due
from dean06.kernel.payments.selectors.ledger import check_books as recount
from dean06.kernel.payments.services.ledger import expire_due
from dean06.kernel.payments.services.orders import expire_orders
from dean06.kernel.payments.services.sending import ask_about_accepted
from dean06.kernel.payments.services.statements import fetch_statement
from dean06.kernel.ports.bank import BankFailed

EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
CHECK_HOUR = 2
STATEMENT_HOUR = 6
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


@jobs.app.periodic(cron=EVERY_FIVE_MINUTES)
@jobs.task(name="dean06.payments.ask_refunds", queue="upkeep", queueing_lock="dean06.payments.ask_refunds")
def ask_refunds(timestamp: int) -> int:
    """Ask the bank about refunds it took and had not paid."""
    del timestamp
    try:
        return ask_about_accepted()
    except BankFailed as failed:
        log.warning("payments.bank_away", reason=failed.reason)
        return 0


@jobs.app.periodic(cron=jobs.daily(STATEMENT_HOUR, 15))
@jobs.task(name="dean06.payments.reconcile", queue="upkeep", queueing_lock="dean06.payments.reconcile")
def reconcile(timestamp: int) -> int:
    """Compare every day that is over with the bank's statement; a day that fails is tried again the next morning."""
    del timestamp
    done, due = 0, days_due()
    for account_code, day in due:
        try:
            fetch_statement(SYSTEM, account_code=account_code, day=day)
            done += 1
        except (BankFailed, DomainError) as failed:
            log.warning("payments.statement_failed", account=account_code, day=str(day), error=str(failed))
    metrics.STATEMENTS_MISSING.set(len(due) - done)
    return done
