"""Status of an assignment in the national wording of directive tracking, as of a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dean06.kernel.base.calendar import add_working_days
from dean06.programme.rules.deadlines import Deadline, last_allowed_day
from dean06.programme.rules.periods import RECURRING, period_end

DUE_SOON_WORKING_DAYS = 7


class Status(StrEnum):
    """Where an assignment stands; colour is never the only sign, ``label`` always goes with it."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"

    @property
    def label(self) -> str:
        """Words shown to people."""
        return _LABELS[self]

    @property
    def is_done(self) -> bool:
        """True once the assigner has confirmed completion."""
        return self in {Status.DONE, Status.DONE_LATE}


_LABELS = {
    Status.NOT_STARTED: "Chưa thực hiện",
    Status.IN_PROGRESS: "Đang thực hiện",
    Status.DUE_SOON: "Sắp đến hạn",
    Status.OVERDUE: "Quá hạn",
    Status.DONE: "Hoàn thành",
    Status.DONE_LATE: "Hoàn thành quá hạn",
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an assignment at the end of a day: days are local dates, None when it has not happened."""

    deadline: Deadline
    started_on: date | None = None  # day the duty began to hold
    completed_on: date | None = None  # day the completing report was handed in, once the assigner confirmed it
    claimed_on: date | None = None  # day a completing report was handed in that waits for the assigner
    last_report_on: date | None = None  # newest report handed in, confirmed or waiting

    @property
    def is_recurring(self) -> bool:
        """A duty without an end: each period has to be reported, none completes it."""
        return self.deadline.kind == RECURRING


def due_day(facts: Facts) -> date | None:
    """The last day on which nothing is late yet; for a recurring duty the end of the period to report. None: no day."""
    if facts.is_recurring and facts.started_on is not None:
        return period_end(facts.started_on, facts.last_report_on)
    return last_allowed_day(facts.deadline)


def is_soon(due: date, as_of: date) -> bool:
    """At most ``DUE_SOON_WORKING_DAYS`` working days are left after ``as_of``.

    Counting on from the day is quick however far off the deadline; counting the days up to it is not, and a board asks
    hundreds of times.
    """
    return due < add_working_days(as_of, DUE_SOON_WORKING_DAYS + 1)


def status(facts: Facts, as_of: date) -> Status:
    """Status at the end of ``as_of``. Submitted is not done: only a confirmed completion ends the clock, and it ends
    on the day the unit handed it in, so that a slow confirmation is never the unit's delay."""
    due = due_day(facts)
    if not facts.is_recurring:
        if facts.completed_on is not None:
            return Status.DONE_LATE if due and facts.completed_on > due else Status.DONE
        if facts.claimed_on is not None and (due is None or facts.claimed_on <= due):
            return Status.IN_PROGRESS
    if due is not None and as_of > due:
        return Status.OVERDUE
    if due is not None and is_soon(due, as_of):
        return Status.DUE_SOON
    return Status.NOT_STARTED if facts.last_report_on is None else Status.IN_PROGRESS
