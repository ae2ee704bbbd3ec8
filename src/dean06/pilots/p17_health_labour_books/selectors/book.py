"""Reads of health books: a person's own, and the shelves somebody else was let see. Whoever shows them records it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.access import BLOOD_GROUP_CODES, EMERGENCY_KINDS
from dean06.pilots.p17_health_labour_books.book_types import GRAVE, SEVERITIES, EntryLine, LookLine, ShareLine, Shelf
from dean06.pilots.p17_health_labour_books.choices import EntryKind, EntryStatus, LookHow, Review
from dean06.pilots.p17_health_labour_books.models import Facility, HealthEntry, HealthLook, HealthShare

NOT_YOURS = "Không có mục này trong sổ của bà/ông."
SHARES_SHOWN, LOOKS_SHOWN, SHELF_SHOWN = 50, 10, 200
LAST = "last_looks"  # looks of a share as prefetched, a few of them
TIMELINE_KINDS = (EntryKind.VISIT, EntryKind.RESULT, EntryKind.VACCINE, EntryKind.PROCEDURE)
SHELVES = {
    EntryKind.ALLERGY: ("Dị ứng", "Sổ chưa ghi dị ứng nào."),
    EntryKind.MEDICINE: ("Thuốc đang dùng", "Sổ chưa ghi thuốc nào đang dùng."),
    EntryKind.PROBLEM: ("Bệnh, tình trạng đang có", "Sổ chưa ghi bệnh nào đang có."),
    EntryKind.DEVICE: ("Thiết bị cấy ghép", "Sổ chưa ghi thiết bị nào."),
}


def own_shelves(actor: Actor) -> tuple[Shelf, ...]:
    """What holds today of the actor's own book, allergies and medicines first."""
    return shelves(actor.party_id, SHELVES)


def own_timeline(actor: Actor) -> QuerySet[HealthEntry]:
    """What was done and found, and what ended, the newest first; for paging. Mistakes stand among it, marked."""
    held_today = Q(kind__in=list(SHELVES), status=EntryStatus.ACTIVE)
    return _ordered(_of(actor.party_id).exclude(held_today))


def own_entry(actor: Actor, *, entry_id: UUID) -> EntryLine:
    """One fact of the actor's own book. NotFound for another's."""
    row = _of(actor.party_id).filter(pk=entry_id).first()
    if row is None:
        raise NotFound(NOT_YOURS, code="entry_not_found")
    return line(row)


def own_shares(actor: Actor) -> list[ShareLine]:
    """The actor's shares with who looked last by each, those in force first, then the newest."""
    last = Prefetch("looks", queryset=HealthLook.objects.order_by("-at", "pk")[:LOOKS_SHOWN], to_attr=LAST)
    rows = HealthShare.objects.filter(subject_id=actor.party_id).prefetch_related(last).order_by("-created_at")
    names = _unit_names()
    found = [_share(row, names) for row in rows[:SHARES_SHOWN]] if actor.party_id else []
    return sorted(found, key=lambda one: not one.is_open)


def own_looks(actor: Actor) -> QuerySet[HealthLook]:
    """Every reading of the actor's book, by whichever way, the newest first; for paging."""
    rows = HealthLook.objects.order_by("-at", "pk")
    return rows.filter(subject_id=actor.party_id) if actor.party_id else rows.none()


def look_lines(rows: Iterable[HealthLook]) -> list[LookLine]:
    """Rows as values."""
    names = _unit_names()
    return [look_line(row, names) for row in rows]


def facilities() -> list[tuple[str, str]]:
    """Unit code and name of the places of care a book may be shared with."""
    rows = Facility.objects.filter(is_open=True).order_by("name").values_list("unit_code", "name")
    return [(code, name) for code, name in rows if parties.exists(code, clock.today())]


def facility_kids(unit_code: str) -> set[str]:
    """Names of the keys the system of a unit may come in with; none for a unit that is closed or no facility."""
    row = Facility.objects.filter(unit_code=unit_code, is_open=True).first()
    return {one["kid"] for one in row.jwks} if row else set()


def shelves(subject_id: UUID | None, kinds: Iterable[str]) -> tuple[Shelf, ...]:
    """What holds today of the kinds, in the order of a book."""
    return tuple(_shelf(subject_id, kind) for kind in SHELVES if kind in set(kinds))


def _shelf(subject_id: UUID | None, kind: EntryKind) -> Shelf:
    """Each kind by itself, so that many of one push none of another out; allergies are shown all, however many."""
    rows = _ordered(_of(subject_id).filter(kind=kind, status=EntryStatus.ACTIVE))
    lines = [line(row) for row in (rows if kind is EntryKind.ALLERGY else rows[: SHELF_SHOWN + 1])]
    is_cut = kind is not EntryKind.ALLERGY and len(lines) > SHELF_SHOWN
    shown = lines[:SHELF_SHOWN] if is_cut else lines
    title, empty = SHELVES[kind]
    return Shelf(kind=kind, title=title, empty=empty, lines=tuple(sorted(shown, key=_is_milder)), is_cut=is_cut)


def shared_timeline(subject_id: UUID, kinds: Iterable[str]) -> list[EntryLine]:
    """What was done and found of the kinds, and what ended, mistakes left out; at most one more than is shown."""
    rows = _of(subject_id).filter(kind__in=list(kinds)).exclude(status=EntryStatus.RETRACTED)
    held_today = Q(kind__in=list(SHELVES), status=EntryStatus.ACTIVE)
    return [line(row) for row in _ordered(rows.exclude(held_today))[: SHELF_SHOWN + 1]]


def emergency(subject_id: UUID | None) -> tuple[tuple[Shelf, ...], tuple[EntryLine, ...]]:
    """What saves a life: the shelves of an emergency, and blood groups."""
    blood = _of(subject_id).filter(kind=EntryKind.RESULT, code__in=BLOOD_GROUP_CODES)
    known = blood.exclude(status=EntryStatus.RETRACTED)
    return shelves(subject_id, EMERGENCY_KINDS), tuple(line(row) for row in _ordered(known)[:3])


def line(row: HealthEntry) -> EntryLine:
    """A row as a value."""
    return EntryLine(
        id=row.pk,
        kind=EntryKind(row.kind),
        status=EntryStatus(row.status),
        display=row.display,
        value=row.value,
        severity=SEVERITIES.get(row.severity, row.severity),
        occurred_at=clock.local(row.occurred_at) if row.occurred_at else None,
        ended_at=clock.local(row.ended_at) if row.ended_at else None,
        updated_at=row.updated_at,
        facility=row.facility.name,
    )


def look_line(row: HealthLook, names: dict[str, str]) -> LookLine:
    """A row as a value; ``names`` of units by code."""
    return LookLine(
        id=row.pk,
        at=row.at,
        how=LookHow(row.how),
        who=row.who,
        unit_name=names.get(row.unit_code, row.unit_code),
        reason=row.reason,
        review=Review(row.review) if row.review else None,
        reviewed_by=row.reviewed_by,
        review_note=row.review_note,
    )


def _is_milder(one: EntryLine) -> bool:
    return one.severity not in GRAVE


def _share(row: HealthShare, names: dict[str, str]) -> ShareLine:
    return ShareLine(
        id=row.pk,
        consent_id=row.consent_id,
        unit_name=names.get(row.unit_code, row.unit_code),
        kinds=tuple(EntryKind(kind).label for kind in row.kinds),
        purpose=row.purpose,
        created_at=row.created_at,
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        is_open=row.withdrawn_at is None and row.expires_at > clock.now(),
        looks=tuple(look_line(look, names) for look in vars(row)[LAST]),
    )


def _of(subject_id: UUID | None) -> QuerySet[HealthEntry]:
    """Facts of one person; of nobody when there is none behind the actor."""
    rows = HealthEntry.objects.select_related("facility")
    return rows.filter(subject_id=subject_id) if subject_id else rows.none()


def _ordered(rows: QuerySet[HealthEntry]) -> QuerySet[HealthEntry]:
    return rows.order_by(F("occurred_at").desc(nulls_last=True), "pk")


def _unit_names() -> dict[str, str]:
    return dict(Facility.objects.values_list("unit_code", "name"))
