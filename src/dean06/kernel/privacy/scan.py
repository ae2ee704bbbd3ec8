"""New looks in the order of the audit tree: a place is given after the commit and never twice, so none is missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dean06.kernel.audit import entry as entries
from dean06.kernel.audit.models import AuditLeaf, AuditSubject
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role


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


def new_looks(first: int, limit: int) -> tuple[list[NewLook], int]:
    """Looks of at most ``limit`` entries from a place of the tree on, and the place to go on from."""
    placed = list(
        AuditLeaf.objects.filter(tree_index__gte=first)
        .order_by("tree_index")
        .values_list("tree_index", "entry_id")[:limit]
    )
    if not placed:
        return [], first
    order = {entry_id: index for index, entry_id in placed}
    rows = AuditSubject.objects.filter(entry_id__in=order).select_related("entry").order_by("entry_id", "position")
    looks = [_new_look(row) for row in sorted(rows, key=lambda row: order[row.entry_id])]
    return looks, placed[-1][0] + 1


def _new_look(row: AuditSubject) -> NewLook:
    body: dict[str, Any] = entries.read(row.entry.body)
    actor = body["actor"]
    return NewLook(
        party_id=row.party_id,
        entry_id=row.entry_id,
        at=row.at,
        action=body["action"],
        who=", ".join(part for part in (actor["post"], actor["unit_name"]) if part) or body["device"] or "Cán bộ",
        unit_code=actor["unit"],
        persons=body["subjects"]["count"],
        case_ref=body["case"],
        is_own_act=actor["party"] == str(row.party_id),
        is_automatic=actor["role"] == Role.SYSTEM and not body["device"],
        is_withheld=row.entry.release_on is not None and row.entry.release_on > clock.today(),
    )
