"""Reads of labour books: a person's own, and an office's queue, which names nobody."""

from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentLine
from dean06.pilots.p17_health_labour_books.access_labour import holder_of, is_office
from dean06.pilots.p17_health_labour_books.choices_labour import AskState, LabourKind, ProofState
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourEntry, LabourProof
from dean06.pilots.p17_health_labour_books.rules.labour_time import (
    days_of,
    gaps,
    marks,
    months_in,
    time_in,
    words_of,
)
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations
from dean06.pilots.p17_health_labour_books.types_labour import BookView, JobView, ProofLine
from dean06.pilots.p17_health_labour_books.works_labour import work_of

SHOWN_AT_ONCE = 100
REFERENCE = "p17:proof:{id}"


def own_book(actor: Actor, *, with_pay: bool = False) -> BookView:
    """The actor's own book, newest first; pay only when she wants to see it. NotPermitted for officers."""
    holder, today = holder_of(actor), clock.today()
    rows = list(LabourEntry.objects.filter(subject_id=holder).order_by("-since", "pk"))
    jobs = [row for row in rows if row.kind == LabourKind.JOB]
    works = {row.pk: work_of(row) for row in jobs}
    spans = [span for work in works.values() if work.is_insured and (span := days_of(work, today))]
    last = LabourAsk.objects.filter(subject_id=holder).order_by("-asked_at").first()
    codes = dict.fromkeys(row.occupation for row in jobs if works[row.pk].is_insured)
    return BookView(
        jobs=tuple(
            JobView.of(row, marks(works[row.pk], [one for key, one in works.items() if key != row.pk], today))
            for row in jobs
        ),
        trainings=tuple(JobView.of(row) for row in rows if row.kind == LabourKind.TRAINING),
        benefits=tuple(JobView.of(row) for row in rows if row.kind == LabourKind.BENEFIT),
        gaps=tuple((one.first, one.last) for one in gaps(spans)),
        insured=words_of(months_in(spans)),
        occupations=tuple(
            (code, occupations().name(code), words_of(time_in(works.values(), code, today))) for code in codes
        ),
        ask_state=AskState(last.state) if last else None,
        asked_at=(last.answered_at or last.asked_at) if last else None,
        proofs=_own_proofs(holder),
        pay={row.pk: row.amount for row in rows if row.amount is not None} if with_pay else {},
    )


def queue(actor: Actor) -> list[ProofLine]:
    """Open requests to the clerk's office, oldest first; her own is somebody else's work."""
    if not is_office(actor):
        return []
    rows = LabourProof.objects.filter(unit_code=actor.unit_code, state=ProofState.ASKED)
    ordered = rows.exclude(subject_id=actor.party_id).order_by("asked_at", "pk")
    return [_line(row) for row in ordered[:SHOWN_AT_ONCE]]


def _own_proofs(holder: UUID) -> tuple[ProofLine, ...]:
    rows = list(LabourProof.objects.filter(subject_id=holder).order_by("-asked_at")[:SHOWN_AT_ONCE])
    lines = {row.pk: documents.document_of(REFERENCE.format(id=row.pk)) for row in rows if row.document_id}
    return tuple(_line(row, lines.get(row.pk)) for row in rows)


def _line(row: LabourProof, document: DocumentLine | None = None) -> ProofLine:
    return ProofLine(
        id=row.pk,
        occupation=occupations().name(row.occupation),
        state=ProofState(row.state),
        asked_at=row.asked_at,
        reason=row.reason,
        document=document,
    )
