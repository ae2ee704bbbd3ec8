"""Rows of the labour book as the rules see them."""

from uuid import UUID

from dean06.pilots.p17_health_labour_books.choices_labour import LabourKind, LabourSource
from dean06.pilots.p17_health_labour_books.models import LabourEntry
from dean06.pilots.p17_health_labour_books.rules.labour_time import Work

# Everything but the pay: what is not read cannot be shown.
WITHOUT_PAY = (
    "pk", "kind", "source", "employer_name", "title", "occupation", "since", "until",
)  # fmt: skip


def jobs_without_pay(subject_id: UUID) -> list[LabourEntry]:
    """Her jobs, oldest first; their pay is not read from the table."""
    rows = LabourEntry.objects.filter(subject_id=subject_id, kind=LabourKind.JOB).only(*WITHOUT_PAY)
    return list(rows.order_by("since", "pk"))


def work_of(row: LabourEntry) -> Work:
    """A job for the rules."""
    return Work(
        employer=row.employer_name,
        occupation=row.occupation,
        since=row.since,
        until=row.until,
        is_insured=row.source == LabourSource.INSURANCE,
    )
