"""Who may read a person's health book now, and which units treat and which judge."""

from datetime import timedelta
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.models import Facility, HealthShare

CONSENT_PURPOSE = "health.share"
# The office that answered for health until mid-2025; whoever carries its duties on a day judges broken glasses.
HEALTH_OFFICE = "phong-y-te"
# What saves a life before anybody can be asked; blood groups are results and come with them.
EMERGENCY_KINDS = (EntryKind.ALLERGY, EntryKind.MEDICINE, EntryKind.PROBLEM, EntryKind.DEVICE)
LOOK_GATHERS = timedelta(minutes=15)  # one consultation is one look, however often a page is turned
BLOOD_GROUP_CODES = ("882-1", "883-9", "10331-7")  # LOINC: ABO and Rh, ABO, Rh


def share_in_force(*, subject_id: UUID, unit_code: str) -> HealthShare | None:
    """The share by which staff or system of the unit may read the person's book at this instant, None without one.

    A consent taken back ends it from the same instant, before the event of it is heard.
    """
    rows = HealthShare.objects.filter(subject_id=subject_id, unit_code=unit_code, withdrawn_at__isnull=True)
    share = rows.filter(expires_at__gt=clock.now()).first()
    return None if share is None or privacy.is_withdrawn(share.consent_id) else share


def facility_of(actor: Actor) -> Facility:
    """The place of care whose staff the actor is. NotPermitted for everybody else."""
    row = None
    if actor.role is Role.CLERK and actor.unit_code:
        row = Facility.objects.filter(unit_code=actor.unit_code, is_open=True).first()
    if row is None:
        raise NotPermitted("Chỉ nhân viên của cơ sở y tế đã nối với sổ mới làm được việc này.", code="not_a_clinician")
    return row


def require_reviewer(actor: Actor) -> None:
    """NotPermitted for whoever is no clerk of the unit that answers for health today."""
    if actor.role is not Role.CLERK or actor.unit_code not in health_office():
        raise NotPermitted("Chỉ cán bộ phụ trách y tế mới xem xét được lượt mở khẩn cấp.", code="not_a_reviewer")


def health_office() -> set[str]:
    """Codes of the units that carry the health office's duties today."""
    return {one.code for one in parties.successors(HEALTH_OFFICE, clock.today())}


def field_of(kind: str) -> str:
    """The code under which consents and the audit log name a shelf of the book."""
    return f"p17.{kind}"
