"""Officers look: each opening of an original, of one of its pages or of the book is an entry of the log."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.pilots.p02_certified_documents import actions, selectors
from dean06.pilots.p02_certified_documents.models import Certification
from dean06.pilots.p02_certified_documents.services import writing
from dean06.pilots.p02_certified_documents.types import BookingView, DayBook, Line, View

BOOK = "p02.book"


@transaction.atomic
def read(actor: Actor, *, certification_id: UUID) -> View:
    """A certification of the actor's unit, with its pages. NotFound for another's."""
    row = writing.visible(actor, certification_id)
    writing.record(actor, actions.READ, row)
    return selectors.view_of(row)


@transaction.atomic
def read_page(actor: Actor, *, certification_id: UUID, page_id: UUID) -> bytes:
    """The picture of a page (JPEG)."""
    row = writing.visible(actor, certification_id)
    page = row.scanned.filter(pk=page_id).first()
    if page is None:
        raise NotFound("Không có trang này.", code="page_not_found")
    writing.record(actor, actions.READ, row, {"page": page.position})
    with documents.open_file(page.sha256) as file:
        return file.read()


@transaction.atomic
def read_register(
    actor: Actor, *, text: str = "", since: date, until: date, limit: int, offset: int = 0
) -> tuple[int, list[Line]]:
    """Lines of the book between two days (both included) in which every word occurs, newest first, and how many."""
    rows = selectors.book(writing.issuer_for(actor), text=text, since=since, until=until)
    found = list(rows.order_by("-decided_at", "-pk")[offset : offset + limit])
    _record(actor, found, {"since": since.isoformat(), "until": until.isoformat()})
    return rows.count(), selectors.lines(found)


@transaction.atomic
def read_day(actor: Actor, *, day: date) -> DayBook:
    """The book of a day in the order of its numbers, refusals after them."""
    issuer = writing.issuer_for(actor)
    rows = list(selectors.book(issuer, text="", since=day, until=day).order_by("number", "decided_at"))
    _record(actor, rows, {"day": day.isoformat()})
    lines = selectors.lines(rows)
    return DayBook(
        day=day,
        unit_name=parties.unit_name(issuer, day),
        lines=lines,
        fees=sum(line.fee for line in lines),
    )


@transaction.atomic
def read_queue(actor: Actor) -> tuple[list[Line], list[BookingView]]:
    """What lies open at the actor's counter or waits for its fee, the most urgent first; who is expected today."""
    writing.issuer_for(actor)
    today = clock.today()
    rows, expected = list(selectors.queue(actor.unit_code)), selectors.day_bookings(actor.unit_code, today)
    _record(actor, rows, {"queue": today.isoformat()}, more=[one.person_id for one in expected])
    return selectors.lines(rows), expected


def _record(actor: Actor, rows: list[Certification], details: dict[str, str], *, more: Collection[UUID] = ()) -> None:
    record(
        actor,
        actions.READ_REGISTER,
        object_type=BOOK,
        object_id=actor.unit_code,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=sorted({*more, *(one for row in rows for one in (row.requester_id, row.holder_id))}),
        details=details | {"lines": len(rows)},
    )
