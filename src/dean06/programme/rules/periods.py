"""Recurring duties ("thường xuyên"): reported once a calendar month, each report opens the next month's period.

A month is our reading of "thường xuyên", taken from the monthly reporting period of NĐ 09/2019/NĐ-CP, Điều 12
(verified: false); no deadline of the dispatch itself is invented by it.
"""

from datetime import date, timedelta

RECURRING = "recurring"
FIRST_PERIOD_STARTS_BY = 15  # a duty received later in its month is first reported for the next one


def period_end(started_on: date, last_report_on: date | None) -> date:
    """Last day of the period that waits for a report."""
    first = month_end(started_on)
    if started_on.day > FIRST_PERIOD_STARTS_BY:
        first = month_end(first + timedelta(days=1))
    if last_report_on is None:
        return first
    return max(first, month_end(month_end(last_report_on) + timedelta(days=1)))


def month_end(day: date) -> date:
    """Last day of the month of ``day``."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
