"""A facility's bundle taken into the book: once, for the person it names, every fact replaced by its newest telling.

The newest is what came last: facilities resend what they correct, and their clocks are not ours. Intakes of one
facility happen one after the other, so that a version grows by one whoever sends at once.
"""

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import is_same_name
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import machine_acts as acts
from dean06.pilots.p17_health_labour_books.fhir.reading import read_bundle
from dean06.pilots.p17_health_labour_books.fhir.types import (
    LARGEST_BUNDLE,
    Fact,
    PatientFacts,
    Reading,
    Refused,
    Status,
)
from dean06.pilots.p17_health_labour_books.models import Facility, HealthBundle, HealthEntry

OBJECT: Final = "p17.bundle"
AT_ONCE: Final = 1000
REPLACED: Final = (
    "bundle", "version", "kind", "status", "code_system", "code", "codings", "display", "value", "severity",
    "occurred_at", "ended_at", "resource", "updated_at",
)  # fmt: skip
Versions = dict[tuple[str, str], tuple[UUID, int]]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of a bundle. ``is_repeat``: these very bytes were taken before, nothing was done."""

    bundle_id: UUID
    is_repeat: bool
    facts: int = 0
    retracted: int = 0
    unmapped: tuple[tuple[str, int], ...] = ()


def receive_bundle(actor: Actor, *, facility_id: UUID, content: bytes) -> Receipt:
    """Take a bundle of an open facility in. For the platform (a facility's system speaks through its door).

    Invalid with the reason's code for what cannot be read or names nobody we know for certain (``wrong_patient``,
    ``unknown_patient``): nothing of it is kept but the note of the refusal. Conflict for other bytes under a bundle
    identifier that was taken.
    """
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống của cơ sở y tế gửi gói dữ liệu.", code="not_a_system")
    facility = Facility.objects.filter(pk=facility_id, is_open=True).first()
    if facility is None:
        raise NotFound("Không có cơ sở y tế này, hoặc cơ sở đã bị đóng.", code="facility_not_found")
    subject: UUID | None = None
    try:
        reading = read_bundle(content)
        subject = _named(reading.patient)
        _require_same(reading.patient, subject)
        return _taken(actor, facility, subject, reading, content)
    except Conflict as conflict:
        _note_refusal(actor, facility, subject, conflict.code)
        raise
    except Refused as refused:
        _note_refusal(actor, facility, subject, refused.code)
        raise Invalid(refused.words, code=refused.code, field=refused.path) from refused


def _named(patient: PatientFacts) -> UUID:
    """Whom the one personal number of the bundle belongs to."""
    if len(patient.personal_ids) > 1:
        raise Refused("wrong_patient", "Patient mang hai số định danh cá nhân khác nhau.", "Patient.identifier")
    if not patient.personal_ids:
        raise Refused("no_personal_id", "Patient thiếu số định danh cá nhân.", "Patient.identifier")
    subject = parties.find_person(patient.personal_ids[0])
    if subject is None:
        words = "Số định danh cá nhân này chưa có trên hệ thống."
        raise Refused("unknown_patient", words, "Patient.identifier")
    return subject


def _require_same(patient: PatientFacts, subject: UUID) -> None:
    """The number alone is not enough: a name and the day of birth have to agree with it."""
    known = parties.party(subject)
    is_same = any(is_same_name(name, known.full_name) for name in patient.names)
    if not is_same or patient.birth_on is None or patient.birth_on != known.birth_on:
        words = "Họ tên hoặc ngày sinh không khớp với số định danh cá nhân. Hãy kiểm tra đúng người bệnh."
        raise Refused("wrong_patient", words, "Patient")


def _taken(actor: Actor, facility: Facility, subject: UUID, reading: Reading, content: bytes) -> Receipt:
    digest = sha256(content).hexdigest()
    if (repeat := _before(facility, reading, digest)) is not None:
        return repeat
    kept = documents.put_file(io.BytesIO(content), max_bytes=LARGEST_BUNDLE, name="bundle.json")
    with transaction.atomic():
        Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
        if (repeat := _before(facility, reading, digest)) is not None:
            return repeat
        bundle = HealthBundle.objects.create(
            facility=facility, subject_id=subject, identifier=reading.identifier, sha256=kept.sha256, size=kept.size
        )
        _keep(facility, subject, bundle, reading.facts)
        retracted = sum(fact.status is Status.RETRACTED for fact in reading.facts)
        audit.record(
            actor,
            acts.RECEIVE,
            object_type=OBJECT,
            object_id=bundle.pk,
            purpose=acts.TAKE_PURPOSE,
            legal_basis=acts.LAW,
            subjects=[subject],
            fields=[acts.HEALTH, acts.MATCHED],
            details={"facility": facility.unit_code, "facts": len(reading.facts), "retracted": retracted},
            device=facility.client_id,
        )
    left = tuple(sorted(reading.unmapped.items()))
    return Receipt(bundle_id=bundle.pk, is_repeat=False, facts=len(reading.facts), retracted=retracted, unmapped=left)


def _before(facility: Facility, reading: Reading, digest: str) -> Receipt | None:
    """The receipt of the same bytes, None when the identifier is new. Conflict for other bytes."""
    row = HealthBundle.objects.filter(facility=facility, identifier=reading.identifier).first()
    if row is None:
        return None
    if row.sha256 != digest:
        words = "Mã gói này đã nhận với nội dung khác. Gói sửa phải mang mã mới."
        raise Conflict(words, code="other_bundle")
    return Receipt(bundle_id=row.pk, is_repeat=True)


def _keep(facility: Facility, subject: UUID, bundle: HealthBundle, facts: tuple[Fact, ...]) -> None:
    """All facts in as few statements as their number needs, each one version above what was there."""
    versions = _versions(facility, subject, facts)
    now = clock.now()
    rows = [_row(facility, subject, bundle, fact) for fact in facts]
    for row in rows:
        row.updated_at = now
        known = versions.get((row.resource_type, row.resource_id))
        if known is not None:
            row.version = known[1] + 1
    HealthEntry.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["facility", "resource_type", "resource_id"],
        update_fields=REPLACED,
    )


def _versions(facility: Facility, subject: UUID, facts: tuple[Fact, ...]) -> Versions:
    """What is there of these facts. Refused when one of them is in somebody else's book."""
    ids = [fact.resource_id for fact in facts]
    rows = HealthEntry.objects.filter(facility=facility, resource_id__in=ids)
    found = rows.values_list("resource_type", "resource_id", "subject_id", "version")
    told = {(kind, name): (whose, version) for kind, name, whose, version in found}
    for fact in facts:
        known = told.get((fact.resource_type, fact.resource_id))
        if known is not None and known[0] != subject:
            name = f"{fact.resource_type}/{fact.resource_id}"
            raise Refused("wrong_patient", f"{name} đã được gửi cho một người khác.", name)
    return told


def _row(facility: Facility, subject: UUID, bundle: HealthBundle, fact: Fact) -> HealthEntry:
    return HealthEntry(
        subject_id=subject,
        bundle=bundle,
        facility=facility,
        resource_type=fact.resource_type,
        resource_id=fact.resource_id,
        kind=fact.kind.value,
        status=fact.status.value,
        code_system=fact.code_system,
        code=fact.code,
        codings=list(fact.codings),
        display=fact.display,
        value=fact.value,
        severity=fact.severity,
        occurred_at=fact.occurred_at,
        ended_at=fact.ended_at,
        resource=fact.resource,
    )


def _note_refusal(actor: Actor, facility: Facility, subject: UUID | None, why: str) -> None:
    """That a bundle came and why it was not taken; whom its number names sees it in his log."""
    with transaction.atomic():
        audit.record(
            actor,
            acts.REFUSE,
            object_type="p17.facility",
            object_id=facility.pk,
            purpose=acts.TAKE_PURPOSE,
            legal_basis=acts.LAW,
            subjects=[subject] if subject else [],
            fields=[acts.MATCHED] if subject else [],
            details={"facility": facility.unit_code, "why": why},
            device=facility.client_id,
        )
