"""Reads of consents."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.privacy import receipts
from dean06.kernel.privacy.models import Consent
from dean06.kernel.privacy.types import ConsentInfo, GivenHow, Receipt


def has_consent(party_id: UUID, *, purpose: str, recipient: str, field: str, at: datetime | None = None) -> bool:
    """Whether the person lets the recipient use this data for this purpose at an instant (now when not given).

    ``purpose``, ``recipient`` and ``field`` are the codes given to ``give_consent``.
    """
    when = at or clock.now()
    return Consent.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=when),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=when),
        party_id=party_id,
        purpose_code=purpose,
        recipient_code=recipient,
        fields__contains=[field],
        given_at__lte=when,
    ).exists()


def is_withdrawn(consent_id: UUID) -> bool:
    """Whether this consent was taken back: for who keeps its id and must stop before the event reaches him."""
    return Consent.objects.filter(pk=consent_id, withdrawn_at__isnull=False).exists()


def withdrawn_among(consent_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the consents that were taken back."""
    rows = Consent.objects.filter(pk__in=consent_ids, withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def consents_of(actor: Actor) -> list[ConsentInfo]:
    """The actor's own consents, open ones first, then the newest; nothing is ever left out."""
    if actor.party_id is None:
        return []
    rows = [as_info(row) for row in Consent.objects.filter(party_id=actor.party_id).order_by("-given_at", "-id")]
    return sorted(rows, key=lambda consent: not consent.is_open)


def consent(actor: Actor, *, consent_id: UUID) -> ConsentInfo:
    """One of the actor's own consents. NotFound for another's."""
    return as_info(_own(actor, consent_id))


def consent_receipt(actor: Actor, *, consent_id: UUID) -> Receipt:
    """The receipt of one of the actor's own consents. NotFound for another's."""
    return receipts.receipt(_own(actor, consent_id))


def _own(actor: Actor, consent_id: UUID) -> Consent:
    row = Consent.objects.filter(pk=consent_id, party_id=actor.party_id).first() if actor.party_id else None
    if row is None:
        raise NotFound(receipts.NOT_YOURS, code="consent_not_found")
    return row


def as_info(row: Consent) -> ConsentInfo:
    """A row as a value."""
    now = clock.now()
    return ConsentInfo(
        id=row.pk,
        party_id=row.party_id,
        purpose_code=row.purpose_code,
        purpose=row.purpose,
        recipient_code=row.recipient_code,
        recipient=row.recipient,
        fields=tuple(row.fields),
        field_labels=tuple(audit.field_label(code) for code in row.fields),
        legal_basis=row.legal_basis,
        given_how=GivenHow(row.given_how),
        level=row.level,
        given_at=row.given_at,
        valid_until=row.valid_until,
        withdrawn_at=row.withdrawn_at,
        audit_entry_id=row.audit_entry_id,
        is_open=row.withdrawn_at is None and (row.valid_until is None or row.valid_until > now),
    )
