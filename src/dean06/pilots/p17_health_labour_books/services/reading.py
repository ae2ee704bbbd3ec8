"""A facility's system reads a book: by a share in force, of its kinds alone, each answer in the person's log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import machine_acts as acts
from dean06.pilots.p17_health_labour_books.access import share_in_force
from dean06.pilots.p17_health_labour_books.choices import EntryStatus, LookHow
from dean06.pilots.p17_health_labour_books.fhir.search import Between, Query
from dean06.pilots.p17_health_labour_books.fhir.summary import Holder, Line, outgoing, summary_bundle
from dean06.pilots.p17_health_labour_books.fhir.types import Kind
from dean06.pilots.p17_health_labour_books.models import HealthEntry, HealthLook, HealthShare

NOT_SHARED: Final = "Người có sổ chưa chia sẻ phần này với cơ sở, hoặc chia sẻ đã hết."
CODED: Final = ("code__coding", "vaccineCode__coding", "medicationCodeableConcept__coding")
SECTION_MOST: Final = 500  # entries a summary tells of one kind, newest first


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of resources and how many there are in all."""

    resources: Sequence[dict[str, Any]]
    total: int


def search_entries(actor: Actor, *, query: Query) -> Found:
    """Entries for a facility's system. NotPermitted without a share of that kind, known or unknown as the person is."""
    with transaction.atomic():
        subject = _subject(query.personal_id, query.patient_id)
        share = _share(actor, subject, query.kind)
        rows = _matching(query, share.subject_id)
        total = rows.count()
        first = query.page * query.count
        page = list(rows[first : first + query.count])
        _note(actor, share, acts.SEARCH, [query.kind.value], {"type": query.resource_type, "answered": len(page)})
        return Found(resources=[outgoing(_line(one), share.subject_id) for one in page], total=total)


def read_entry(actor: Actor, *, resource_type: str, entry_id: UUID) -> dict[str, Any]:
    """One resource by our id. NotFound for an id nobody has; NotPermitted without a share of its kind."""
    with transaction.atomic():
        row = HealthEntry.objects.filter(pk=entry_id, resource_type=resource_type).first()
        if row is None:
            raise NotFound("Không có tài nguyên này.", code="entry_not_found")
        share = _share(actor, row.subject_id, Kind(row.kind))
        _note(actor, share, acts.SEARCH, [row.kind], {"type": resource_type, "answered": 1})
        return outgoing(_line(row), row.subject_id)


def summarise(actor: Actor, *, personal_id: str) -> dict[str, Any]:
    """The person's summary (IPS), of the shared kinds alone. NotPermitted without any share in force."""
    with transaction.atomic():
        share = _share(actor, _subject(personal_id, ""), None)
        kinds = frozenset(Kind(one) for one in share.kinds)
        known = parties.party(share.subject_id)
        holder = Holder(
            id=known.id,
            personal_id=known.personal_id,
            full_name=known.full_name,
            birth_on=known.birth_on,
            sex=known.sex,
        )
        lines = [_line(one) for kind in sorted(kinds) for one in _standing(share.subject_id, kind)]
        _note(actor, share, acts.SUMMARY, sorted(kinds), {"answered": len(lines)})
        return summary_bundle(holder, lines, now=clock.now(), author="Sổ sức khỏe điện tử", kinds=kinds)


def _subject(personal_id: str, patient_id: str) -> UUID | None:
    if personal_id:
        return parties.find_person(personal_id)
    try:
        return UUID(patient_id)
    except ValueError:
        return None


def _share(actor: Actor, subject: UUID | None, kind: Kind | None) -> HealthShare:
    """Of the actor's unit, for the person and the kind (None: any)."""
    if actor.role is not Role.SYSTEM or not actor.unit_code:
        raise NotPermitted("Chỉ hệ thống của cơ sở y tế tra cứu ở đây.", code="not_a_system")
    share = share_in_force(subject_id=subject, unit_code=actor.unit_code) if subject else None
    if share is None or (kind is not None and kind.value not in share.kinds):
        raise NotPermitted(NOT_SHARED, code="not_shared")
    return share


def _standing(subject: UUID, kind: Kind) -> "QuerySet[HealthEntry]":
    rows = HealthEntry.objects.filter(subject_id=subject, kind=kind.value).exclude(status=EntryStatus.RETRACTED)
    return rows.order_by("-occurred_at", "id")[:SECTION_MOST]


def _matching(query: Query, subject: UUID) -> "QuerySet[HealthEntry]":
    rows = HealthEntry.objects.filter(subject_id=subject, resource_type=query.resource_type)
    if query.ids:
        rows = rows.filter(pk__in=list(_ids(query.ids)))
    for group in query.codes:
        rows = rows.filter(_coded(group))
    for between in query.dates:
        rows = rows.filter(_dated(between))
    if query.resource_states:
        rows = rows.filter(_in_state(query.resource_states))
    return rows.order_by("-occurred_at", "id")


def _ids(words: Sequence[str]) -> Iterator[UUID]:
    for word in words:
        try:
            yield UUID(word)
        except ValueError:
            continue


def _coded(group: Sequence[str]) -> Q:
    """One of ``system|code``, ``|code`` (no system), ``system|`` (any code of it), ``code`` (any system)."""
    told = Q()
    for one in group:
        if "|" in one and not one.endswith("|"):
            told |= Q(codings__contains=[one])
        else:
            wanted = {"system": one[:-1]} if one.endswith("|") else {"code": one}
            for member in CODED:
                told |= Q(**{f"resource__{member}__contains": [wanted]})
    return told


def _dated(between: Between) -> Q:
    first, last = between.first, between.last
    within = Q(occurred_at__gte=first, occurred_at__lt=last)
    compared = {
        "eq": within,
        "ne": ~within,
        "gt": Q(occurred_at__gte=last),
        "ge": Q(occurred_at__gte=first),
        "lt": Q(occurred_at__lt=first),
        "le": Q(occurred_at__lt=last),
    }
    return compared[between.prefix]


def _in_state(words: Sequence[str]) -> Q:
    told = Q()
    for word in words:
        told |= Q(resource__status=word) | Q(resource__clinicalStatus__coding__contains=[{"code": word}])
    return told


def _line(row: HealthEntry) -> Line:
    return Line(
        id=row.pk,
        kind=Kind(row.kind),
        display=row.display,
        value=row.value,
        occurred_at=row.occurred_at,
        version=row.version,
        updated_at=row.updated_at,
        resource=row.resource,
    )


def _note(actor: Actor, share: HealthShare, action: str, kinds: Sequence[str], details: dict[str, Any]) -> None:
    HealthLook.objects.create(
        subject_id=share.subject_id,
        share=share,
        how=LookHow.SYSTEM,
        unit_code=actor.unit_code,
        who=actor.name,
        kinds=list(kinds),
    )
    audit.record(
        actor,
        action,
        object_type="p17.share",
        object_id=share.pk,
        purpose=acts.READ_PURPOSE,
        legal_basis=acts.LAW,
        subjects=[share.subject_id],
        fields=[acts.HEALTH],
        details={"kinds": list(kinds), **details},
    )
