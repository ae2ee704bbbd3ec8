"""Giving and withdrawing consent (Law 91/2025/QH15: voluntary, specific, provable, as easy to withdraw as to give)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import actions, receipts
from dean06.kernel.privacy.models import Consent
from dean06.kernel.privacy.models.consents import LONGEST_CODE, LONGEST_FIELDS_KEY, LONGEST_PURPOSE
from dean06.kernel.privacy.types import ConsentGiven, ConsentWithdrawn, GivenHow


def give_consent(
    actor: Actor,
    *,
    purpose_code: str,
    purpose: str,
    recipient_code: str,
    recipient: str,
    fields: Sequence[str],
    valid_until: datetime | None = None,
    party_id: UUID | None = None,
    given_how: GivenHow = GivenHow.PORTAL,
    legal_basis: str = actions.LAW,
) -> UUID:
    """Write down that a person lets ``recipient`` use the data ``fields`` for a purpose; returns the consent's id.

    The person herself does it (hat of a citizen), or an officer at the counter for ``party_id`` who has heard and seen
    it signed (``given_how`` "counter" or "device"). ``fields`` are codes with words in the audit log. Conflict when the
    same consent is open already, Invalid for missing or overlong facts, NotPermitted for a consent given for another.
    """
    giver = _giver(actor, party_id, given_how)
    codes = sorted(set(fields))
    now = clock.now()
    row = Consent(
        party_id=giver,
        purpose_code=purpose_code,
        purpose=purpose.strip(),
        recipient_code=recipient_code,
        recipient=recipient.strip(),
        fields=codes,
        fields_key=" ".join(codes),
        legal_basis=legal_basis,
        given_how=given_how.value,
        level=actor.assurance_level,
        given_at=now,
        valid_until=valid_until,
        audit_entry_id=new_id(),
    )
    _check(row)
    row.receipt = receipts.words(row, parties.party(giver).full_name)
    try:
        with transaction.atomic():
            row.audit_entry_id = _record(actor, actions.GIVE_CONSENT, row, receipt_sha256=receipts.digest(row.receipt))
            row.save(force_insert=True)
            events.publish(ConsentGiven(consent_id=row.pk, purpose_code=purpose_code, recipient_code=recipient_code))
    except IntegrityError as error:
        if "consent_once_at_a_time" not in str(error):
            raise
        raise Conflict("Bà/ông đã đồng ý y như vậy và sự đồng ý đó đang còn hiệu lực.", code="consent_open") from error
    return row.pk


def withdraw_consent(actor: Actor, *, consent_id: UUID) -> None:
    """Take a consent back, from now on; who relied on it hears by the event ConsentWithdrawn. A document shared under
    it is shown to nobody any more from the same instant.

    Only its giver may. NotFound for another's, Conflict when it is over already.
    """
    with transaction.atomic():
        row = Consent.objects.select_for_update().filter(pk=consent_id, party_id__in=[actor.party_id]).first()
        if row is None:
            raise NotFound(receipts.NOT_YOURS, code="consent_not_found")
        now = clock.now()
        if row.withdrawn_at or (row.valid_until and row.valid_until <= now):
            raise Conflict("Sự đồng ý này đã hết hiệu lực, không cần rút nữa.", code="consent_over")
        row.withdrawn_at = max(now, row.given_at)
        row.withdrawal_entry_id = _record(actor, actions.WITHDRAW_CONSENT, row)
        row.save(update_fields=["withdrawn_at", "withdrawal_entry_id"])
        documents.end_share_of(row.pk, row.withdrawn_at)
        events.publish(
            ConsentWithdrawn(consent_id=row.pk, purpose_code=row.purpose_code, recipient_code=row.recipient_code)
        )


def _giver(actor: Actor, party_id: UUID | None, given_how: GivenHow) -> UUID:
    is_own = given_how is GivenHow.PORTAL
    giver = actor.party_id if is_own and party_id in (None, actor.party_id) else party_id
    if giver is None:
        raise NotPermitted("Chỉ chính người đó, hoặc cán bộ tại quầy ghi theo lời người đó, mới đồng ý được.")
    if is_own != (giver == actor.party_id) or (not is_own and actor.role is not Role.CLERK):
        raise NotPermitted("Không được đồng ý thay người khác.", code="consent_for_another")
    return giver


def _check(row: Consent) -> None:
    """The rules of a consent; Invalid for the first one broken."""
    problems = {
        "Phải nói rõ để làm gì.": not row.purpose or len(row.purpose) > LONGEST_PURPOSE or not row.purpose_code,
        "Phải nói rõ cho ai dùng.": not row.recipient or not row.recipient_code,
        "Mã mục đích hoặc mã bên nhận quá dài.": max(len(row.purpose_code), len(row.recipient_code)) > LONGEST_CODE,
        "Phải nói rõ dữ liệu nào.": not row.fields or len(row.fields_key) > LONGEST_FIELDS_KEY,
        "Thời hạn đồng ý phải ở phía trước.": row.valid_until is not None and row.valid_until <= row.given_at,
    }
    for words, is_broken in problems.items():
        if is_broken:
            raise Invalid(words, code="bad_consent")


def _record(actor: Actor, action: str, row: Consent, **details: str) -> UUID:
    return audit.record(
        actor,
        action,
        object_type="privacy.consent",
        object_id=row.pk,
        purpose=actions.CONSENT_PURPOSE,
        legal_basis=actions.LAW,
        subjects=[row.party_id],
        fields=row.fields,
        details={"purpose": row.purpose_code, "recipient": row.recipient_code, **details},
    )
