"""New looks in the order of the audit tree: a place is given after the commit and never twice, so none is missed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from dean06.kernel.audit import entry as entries
from dean06.kernel.audit.models import AuditEntry, AuditLeaf, AuditSubject
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.parties.models import Party
from dean06.kernel.privacy.models import ScanCursor

MOST_PERSONS = 10_000


@dataclass(frozen=True, kw_only=True)
class NewLook:
    """One act at one person, as the judge needs it."""

    party_id: UUID
    entry_id: UUID
    at: datetime
    action: str
    who: str
    unit_code: str
    persons: int
    case_ref: str
    is_own_act: bool
    is_automatic: bool
    is_withheld: bool


def looks_wait() -> bool:
    """True when entries have their place in the tree that were not judged yet."""
    cursor = ScanCursor.objects.filter(pk=1).values_list("next_index", flat=True).first() or 0
    return AuditLeaf.objects.filter(tree_index__gte=cursor).exists()


def new_looks(first: int, limit: int) -> tuple[list[NewLook], int]:
    """Looks of at most ``limit`` entries from a place of the tree on, and the place to go on from.

    Fewer entries when they concern many: a list of 50,000 names is judged by itself. Persons who have never come to us
    are left out: they have no letter box, and see the looks on the day they enter our books.
    """
    placed = _within(
        AuditLeaf.objects.filter(tree_index__gte=first)
        .order_by("tree_index")
        .values_list("tree_index", "entry_id", "entry__subject_count")[:limit]
    )
    if not placed:
        return [], first
    entries_by_id = AuditEntry.objects.in_bulk([entry_id for _, entry_id, _ in placed])
    rows = AuditSubject.objects.filter(
        Exists(Party.objects.filter(pk=OuterRef("party_id"))), entry_id__in=entries_by_id
    )
    persons: dict[UUID, list[AuditSubject]] = defaultdict(list)
    for row in rows.order_by("entry_id", "position"):
        persons[row.entry_id].append(row)
    looks = [look for _, entry_id, _ in placed for look in _looks_of(entries_by_id[entry_id], persons[entry_id])]
    return looks, placed[-1][0] + 1


def _within(placed: Iterable[tuple[int, UUID, int]]) -> list[tuple[int, UUID, int]]:
    """The first entries that together concern at most ``MOST_PERSONS``; one at least."""
    taken: list[tuple[int, UUID, int]] = []
    persons = 0
    for place in placed:
        persons += place[2]
        if taken and persons > MOST_PERSONS:
            break
        taken.append(place)
    return taken


def _looks_of(entry: AuditEntry, persons: Iterable[AuditSubject]) -> Iterator[NewLook]:
    """The entry's text is read once, however many it names."""
    body: dict[str, Any] = entries.read(entry.body)
    actor = body["actor"]
    for row in persons:
        yield NewLook(
            party_id=row.party_id,
            entry_id=entry.pk,
            at=row.at,
            action=body["action"],
            who=", ".join(part for part in (actor["post"], actor["unit_name"]) if part) or body["device"] or "Cán bộ",
            unit_code=actor["unit"],
            persons=body["subjects"]["count"],
            case_ref=body["case"],
            is_own_act=actor["party"] == str(row.party_id),
            is_automatic=actor["role"] == Role.SYSTEM and not body["device"],
            is_withheld=entry.release_on is not None and entry.release_on > clock.today(),
        )
