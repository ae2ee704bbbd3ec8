"""Who looked at a person's data: the reads behind "Dữ liệu của tôi"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dean06.kernel.audit import entry, labels
from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.audit.types import BULK_FROM, Look, LookCounts, LookFilter, LookKind, UnitLooks, WithheldLooks
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role

PAGE = 50
MAX_PAGE = 500

ROLE_LABELS = {
    Role.PUBLIC: "Khách chưa đăng nhập",
    Role.CITIZEN: "Công dân",
    Role.CLERK: "Cán bộ",
    Role.COORDINATOR: "Cán bộ cơ quan thường trực",
    Role.LEADER: "Lãnh đạo",
    Role.OPERATOR: "Người vận hành hệ thống",
    Role.SYSTEM: "Hệ thống (tự động)",
}
OWN_ACT = "Chính bạn"
EVERYTHING = LookFilter()
IS_BULK = Q(entry__subject_count__gte=BULK_FROM)
_PILOT = re.compile(r"p([0-9]{2})[._]")  # pilots name their acts after their package


def looks_at(party_id: UUID, *, limit: int = PAGE, offset: int = 0, only: LookFilter = EVERYTHING) -> list[Look]:
    """Every act that read or changed this person's data, newest first, entries of the last moment included.

    At most ``MAX_PAGE`` at a time. Acts the law withholds until a later day are not among them (``withheld_looks``).
    The caller shows them to that person only, and decides so.
    """
    rows = _shown(party_id, only).order_by("-at", "-entry_id")[offset : offset + min(limit, MAX_PAGE)]
    return [_look(row, party_id) for row in rows.select_related("entry__leaf")]


def count_looks_at(party_id: UUID, *, only: LookFilter = EVERYTHING) -> int:
    """How many acts ``looks_at`` shows with the same filter; the withheld ones are not counted here."""
    return _shown(party_id, only).count()


def withheld_looks(party_id: UUID) -> list[WithheldLooks]:
    """Acts about this person that the law delays showing: how many for each day of release, soonest first."""
    rows = (
        AuditSubject.objects.filter(party_id=party_id, entry__release_on__gt=clock.today())
        .values_list("entry__release_on")
        .annotate(number=Count("position"))
        .order_by("entry__release_on")
    )
    return [WithheldLooks(release_on=release_on, count=number) for release_on, number in rows]


def count_looks(party_id: UUID, *, only: LookFilter = EVERYTHING) -> LookCounts:
    """Counts for the filters of the person's page: one's own choice does not narrow the counts beside it."""
    by_kind = _shown(party_id, replace(only, kind=None)).aggregate(
        total=Count("position"), bulk=Count("position", filter=IS_BULK)
    )
    by_unit = _shown(party_id, replace(only, unit_code=None)).values_list("entry__unit_code")
    counted = dict(by_unit.annotate(number=Count("position")).order_by())
    names = _unit_names(party_id, set(counted))
    units = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return LookCounts(
        total=by_kind["total"],
        single=by_kind["total"] - by_kind["bulk"],
        bulk=by_kind["bulk"],
        units=tuple(UnitLooks(unit_code=code, unit_name=names[code], count=number) for code, number in units),
    )


def _shown(party_id: UUID, only: LookFilter) -> QuerySet[AuditSubject]:
    rows = AuditSubject.objects.filter(_is_released(), party_id=party_id)
    if only.kind is not None:
        rows = rows.filter(IS_BULK if only.kind is LookKind.BULK else ~IS_BULK)
    if only.since:
        rows = rows.filter(at__gte=_midnight(only.since))
    if only.until:
        rows = rows.filter(at__lt=_midnight(only.until + timedelta(days=1)))
    if only.unit_code is not None:
        rows = rows.filter(entry__unit_code=only.unit_code)
    return rows


def _is_released() -> Q:
    return Q(entry__release_on=None) | Q(entry__release_on__lte=clock.today())


def _unit_names(party_id: UUID, codes: set[str]) -> dict[str, str]:
    """What each unit called itself in its newest entry about the person."""
    newest = (
        _shown(party_id, EVERYTHING)
        .filter(entry__unit_code__in=codes)
        .order_by("entry__unit_code", "-at")
        .distinct("entry__unit_code")
        .select_related("entry")
    )
    return {row.entry.unit_code: entry.read(row.entry.body)["actor"]["unit_name"] for row in newest}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VN_TZ)


def looks_by_entry(party_id: UUID, entry_ids: Iterable[UUID]) -> list[Look]:
    """Acts of these entries that concerned this person, newest first; others' and withheld ones are left out."""
    rows = _shown(party_id, EVERYTHING).filter(entry_id__in=list(entry_ids)).order_by("-at", "-entry_id")
    return [_look(row, party_id) for row in rows.select_related("entry__leaf")]


def _look(row: AuditSubject, party_id: UUID) -> Look:
    body = entry.read(row.entry.body)
    actor = body["actor"]
    is_own = actor["party"] == str(party_id) and actor["role"] == Role.CITIZEN
    leaf = getattr(row.entry, "leaf", None)
    return Look(
        entry_id=row.entry_id,
        at=row.at,
        action=body["action"],
        action_label=labels.action_label(body["action"]),
        who=OWN_ACT if is_own else _who(actor["role"], actor["post"], actor["unit_name"]),
        role=actor["role"],
        unit_code=actor["unit"],
        unit_name=actor["unit_name"],
        post=actor["post"],
        is_own_act=is_own,
        fields=tuple(body["fields"]),
        field_labels=tuple(labels.field_label(field) for field in body["fields"]),
        purpose=body["purpose"],
        legal_basis=body["legal_basis"],
        object_type=body["object"]["type"],
        object_id=body["object"]["id"],
        tree_index=leaf.tree_index if leaf else None,
        case_ref=body["case"],
        device=body["device"],
        subject_count=body["subjects"]["count"],
        pilot=_pilot(body["action"]),
        release_on=row.entry.release_on,
    )


def _who(role: str, post: str, unit_name: str) -> str:
    """ "Post, unit" as people say it; the role's name when there is no post."""
    return ", ".join(part for part in (post or ROLE_LABELS.get(Role(role), role), unit_name) if part)


def _pilot(action: str) -> int | None:
    found = _PILOT.match(action)
    return int(found[1]) if found else None
