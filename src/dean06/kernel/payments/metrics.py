"""Figures of the ledger for the scraper."""

from prometheus_client import Gauge

WRONG_ACCOUNTS = Gauge(
    "dean06_payments_wrong_accounts", "Accounts whose sums differ from their transfers", multiprocess_mode="mostrecent"
)
STATEMENTS_MISSING = Gauge(
    "dean06_payments_statements_missing",
    "Days the bank's statement could not be read of",
    multiprocess_mode="mostrecent",
)
