"""Reads of pilot 2: lines of the queue and the book, a person's own, slots, figures of the board."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.base.text import fold
from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import DocumentFile, Form, SealInfo
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.pilots.p02_certified_documents.declared import counter_of, counters_on, fee_on, fee_source, grounds_on
from dean06.pilots.p02_certified_documents.imaging import Finding
from dean06.pilots.p02_certified_documents.models import Booking, Certification, ScanPage, Slot
from dean06.pilots.p02_certified_documents.rules import IN_BOOK, SEALED, State, book_number
from dean06.pilots.p02_certified_documents.services.booking import slots_of
from dean06.pilots.p02_certified_documents.types import (
    BookingView,
    BookRow,
    Line,
    Original,
    PageView,
    SlotView,
    View,
)

LONGEST_QUERY = 100
MOST_OWN = 100
MOST_QUEUE = 200
IN_REGISTER = IN_BOOK | {State.REFUSED}
# Indicators that are counted: by which moment, and which rows.
COUNTED = {
    "certified": ("decided_at", Q(number__isnull=False)),
    "refused": ("decided_at", Q(state=State.REFUSED)),
    "in_wallets": ("issued_at", Q()),
}


def queue(unit_code: str) -> "QuerySet[Certification]":
    """Open or waiting for the fee at a counter."""
    waiting = Certification.objects.filter(unit_code=unit_code, state__in=[State.OPEN, State.SIGNED])
    return waiting.order_by("due_on", "received_at")[:MOST_QUEUE]


def book(issuer_code: str, *, text: str, since: date, until: date) -> "QuerySet[Certification]":
    """Decided between two days, both included; every word must occur, whatever its marks, or be the number."""
    begin, end = _midnight(since), _midnight(until + timedelta(days=1))
    rows = Certification.objects.filter(
        issuer_code=issuer_code, state__in=sorted(IN_REGISTER), decided_at__gte=begin, decided_at__lt=end
    )
    for word in fold(text[:LONGEST_QUERY]).split():
        number, _, year = word.partition("/")
        by_number = Q(number=int(number)) if number.isdecimal() and len(number) < 10 else Q(pk=None)
        if year.isdecimal() and len(year) == 4:
            by_number &= Q(year=int(year))
        rows = rows.filter(Q(searched__contains=word) | by_number)
    return rows


def lines(rows: Sequence[Certification]) -> list[Line]:
    """Rows as people read them."""
    names = parties.full_names(one for row in rows for one in (row.requester_id, row.holder_id))
    return [_line(row, names) for row in rows]


def view_of(row: Certification) -> View:
    """A certification opened; whoever asks has been let in."""
    pages = tuple(_page(one) for one in row.scanned.all())
    subject = f"p02:{row.pk}"
    document = documents.document_of(subject) if row.number else None
    ground = next((one.label for one in grounds_on(clock.today()) if one.code == row.ground), row.ground)
    return View(
        line=lines([row])[0],
        original=Original(
            name=row.original_name,
            issuer=row.original_issuer,
            kind=row.original_kind,
            number=row.original_number,
            issued_on=row.original_on,
        ),
        unit_code=row.unit_code,
        issuer_name=parties.unit_name(row.issuer_code, clock.today()),
        revision=row.revision,
        pages=pages,
        files=tuple(row.files.order_by("added_at", "pk").values_list("file_name", "sha256")),
        scan_sha256=row.scan_sha256,
        fee_now=fee_on(clock.today()).of(len(pages)) if pages else 0,
        fee_source=fee_source(clock.today()),
        ground=ground,
        document_id=document.id if document else None,
        order=payments.order_for(SYSTEM, subject=subject) if row.number else None,
    )


def own(actor: Actor) -> list[View]:
    """What the actor brought, for herself or an organisation, newest first."""
    rows = Certification.objects.filter(requester_id=_citizen(actor)).order_by("-received_at")[:MOST_OWN]
    return [view_of(row) for row in rows]


def numbered(issuer_code: str, year: int) -> "QuerySet[Certification]":
    """The book of a year in the order of its numbers."""
    return Certification.objects.filter(issuer_code=issuer_code, year=year, number__isnull=False).order_by("number")


def numbers_of(issuer_code: str, year: int) -> tuple[int, int] | None:
    """The first and the last number of a year's book; None while it has none."""
    found = numbered(issuer_code, year).order_by().aggregate(first=Min("number"), last=Max("number"))
    return (found["first"], found["last"]) if found["first"] is not None else None


def book_rows(rows: Sequence[Certification]) -> list[BookRow]:
    """Lines as they are sealed."""
    names = parties.full_names(one for row in rows for one in (row.requester_id, row.holder_id))
    return [BookRow(id=row.pk, columns=_columns(row, names)) for row in rows]


def own_proofs(views: Sequence[View]) -> dict[UUID, SealInfo]:
    """The newest seal over each of these, of those that stand in a sealed book."""
    found = documents.sealed_among([str(one.line.id) for one in views if one.line.number], registers=f"{SEALED}:")
    return {UUID(key): seal for key, seal in found.items()}


def own_proof(actor: Actor, *, certification_id: UUID) -> DocumentFile:
    """The proof of the line of a certification the actor asked for. NotFound, also while its book is not sealed."""
    if not Certification.objects.filter(pk=certification_id, requester_id=_citizen(actor)).exists():
        raise NotFound("Không có bản chứng thực này.", code="certification_not_found")
    return documents.row_proof(str(certification_id), registers=f"{SEALED}:")


def own_copy(actor: Actor, *, certification_id: UUID) -> DocumentFile:
    """The signed file of a copy the actor had made: her own, or the organisation's she represented. NotFound."""
    row = Certification.objects.filter(
        pk=certification_id, requester_id=_citizen(actor), issued_at__isnull=False
    ).first()
    line = documents.document_of(f"p02:{row.pk}") if row else None
    if row is None or line is None:
        raise NotFound("Không có bản chứng thực này.", code="certification_not_found")
    # She acts for whoever holds it; that she may is what the officer wrote down when she brought the original.
    return documents.own_document_file(replace(actor, party_id=row.holder_id), document_id=line.id, form=Form.PDF)


def offered(unit_code: str) -> dict[date, list[SlotView]]:
    """Slots of a counter that may still be booked, by day."""
    today = clock.today()
    counter = counter_of(unit_code, today)
    if counter is None:
        return {}
    days = [today + timedelta(days=number) for number in range(counter.days_ahead + 1)]
    begins = {day: slots_of(counter, day) for day in days}
    taken = dict(Slot.objects.filter(unit_code=unit_code, begins_at__gt=clock.now()).values_list("begins_at", "taken"))
    free = {
        day: [SlotView(begins_at=at, left=counter.capacity - taken.get(at, 0)) for at in hours]
        for day, hours in begins.items()
    }
    return {day: [one for one in slots if one.left > 0] for day, slots in free.items() if slots}


def counters() -> list[tuple[str, str]]:
    """Units that take bookings today: code and name."""
    today = clock.today()
    return [
        (one.unit_code, parties.unit_name(one.unit_code, today))
        for one in counters_on(today)
        if parties.exists(one.unit_code, today)
    ]


def own_bookings(actor: Actor) -> list[BookingView]:
    """The actor's appointments, the latest first."""
    rows = Booking.objects.filter(person_id=_citizen(actor)).select_related("slot").order_by("-slot__begins_at")
    return _bookings(rows[:MOST_OWN])


def day_bookings(unit_code: str, day: date) -> list[BookingView]:
    """Who is expected at a counter on a day. Shown to its officers, whose look is recorded with the queue."""
    begin = _midnight(day)
    rows = Booking.objects.filter(
        slot__unit_code=unit_code,
        slot__begins_at__gte=begin,
        slot__begins_at__lt=begin + timedelta(days=1),
        cancelled_at=None,
    )
    return _bookings(rows.select_related("slot").order_by("slot__begins_at", "booked_at"))


def figures(days: Sequence[date]) -> dict[str, list[int]]:
    """Indicators up to each day: copies certified, originals refused, copies in wallets, papers not asked again."""
    marks = [_midnight(day + timedelta(days=1)) for day in days]
    found = Certification.objects.aggregate(
        **{
            f"{code}_{number}": Count("pk", filter=Q(**{f"{moment}__lt": mark}) & which)
            for code, (moment, which) in COUNTED.items()
            for number, mark in enumerate(marks)
        }
    )
    return {
        **{code: [found[f"{code}_{number}"] for number in range(len(marks))] for code in COUNTED},
        "not_asked_again": [one.from_wallet for one in cases.papers_from_wallet(days)],
    }


def _line(row: Certification, names: dict[UUID, str]) -> Line:
    return Line(
        id=row.pk,
        state=State(row.state),
        number=book_number(row.number, row.year or 0) if row.number else "",
        original_name=row.original_name,
        requester_name=names[row.requester_id],
        holder_name=names[row.holder_id],
        received_at=row.received_at,
        due_on=row.due_on,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        pages=row.pages,
        fee=row.fee,
        reason=row.reason,
        is_late=row.state == State.OPEN and clock.today() > row.due_on,
    )


def _columns(row: Certification, names: dict[UUID, str]) -> dict[str, str]:
    said = {
        "Số chứng thực": book_number(row.number or 0, row.year or 0),
        "Thời điểm chứng thực": clock.local(row.decided_at or row.received_at).isoformat(timespec="seconds"),
        "Người yêu cầu": names[row.requester_id],
        "Giấy tờ của": names[row.holder_id],
        "Giấy tờ": row.original_name,
        "Nơi cấp bản chính": row.original_issuer,
        "Số trang": str(row.pages),
        "Phí (đồng)": str(row.fee),
        "Người chứng thực": row.decided_by,
        "Mã băm SHA-256 của bản quét": row.scan_sha256,
        "Tình trạng khi niêm phong": State(row.state).label,
        "Lý do thu hồi": row.reason,
        "Mã việc chứng thực": str(row.pk),
    }
    return {label: words for label, words in said.items() if words}


def _page(row: ScanPage) -> PageView:
    said = tuple(Finding(one).said(row.position) for one in row.findings)
    return PageView(id=row.pk, position=row.position, angle=row.angle, findings=said)


def _bookings(rows: "QuerySet[Booking]") -> list[BookingView]:
    names = parties.full_names(row.person_id for row in rows)
    return [_booking(row, names[row.person_id]) for row in rows]


def _booking(row: Booking, name: str) -> BookingView:
    begins_at = row.slot.begins_at
    return BookingView(
        id=row.pk,
        unit_code=row.slot.unit_code,
        unit_name=parties.unit_name(row.slot.unit_code, clock.local(begins_at).date()),
        person_id=row.person_id,
        person_name=name,
        begins_at=begins_at,
        papers=row.papers,
        organisation=row.organisation,
        note=row.note,
        is_cancelled=row.cancelled_at is not None,
        is_over=begins_at <= clock.now(),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VN_TZ)


def _citizen(actor: Actor) -> UUID:
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Trang này dành cho người dân.", code="not_a_citizen")
    return actor.party_id
