"""An original is brought to the counter."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.text import fold
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.models import Booking, Certification
from dean06.pilots.p02_certified_documents.rules import LONGEST_NAME, due_on
from dean06.pilots.p02_certified_documents.services import writing
from dean06.pilots.p02_certified_documents.types import Original

LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_KEY = 100, 200, 64
OWN = "Cán bộ không chứng thực giấy tờ của chính mình. Nhờ đồng nghiệp làm giúp."


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """Whom the person at the counter represents."""

    registration_number: str
    name: str


def receive(actor: Actor, *, key: str, requester_id: UUID, original: Original, holder_id: UUID | None = None) -> UUID:
    """Enter an original brought by a person, for herself or for the organisation ``holder_id``; the same key, once.

    Invalid with its field for words that are missing, unknown type or a day to come; NotPermitted for a unit that does
    not certify and for one's own paper. The booking she has today at this counter is taken as kept.
    """
    issuer = writing.issuer_for(actor)
    if requester_id == actor.party_id:
        raise NotPermitted(OWN, code="own_paper")
    row = _row(actor, key, requester_id, original)
    row.issuer_code, row.holder_id = issuer, holder_id or requester_id
    row.searched = _searched(row)
    try:
        with transaction.atomic():
            row.booking = _booking(row)
            row.save(force_insert=True)
            writing.record(actor, actions.RECEIVE, row)
    except IntegrityError:
        known = Certification.objects.filter(key=row.key).first()
        if known is None:
            raise
        return known.pk
    return row.pk


def organisation(actor: Actor, *, said: Organisation) -> UUID:
    """The organisation with this registration number, entered when nobody knows it yet. Conflict for another name."""
    writing.issuer_for(actor)
    known = parties.find_organisation(said.registration_number)
    if known is None:
        return parties.register_organisation(actor, registration_number=said.registration_number, full_name=said.name)
    if fold(parties.party(known).full_name) != fold(said.name):
        raise Conflict(
            "Mã số này đã có trong sổ với tên khác. Kiểm tra lại mã số và tên trên giấy đăng ký.",
            code="organisation_differs",
            field="organisation_name",
        )
    return known


def _row(actor: Actor, key: str, requester_id: UUID, original: Original) -> Certification:
    now = clock.now()
    if not 0 < len(key) <= LONGEST_KEY:
        raise Invalid("Thiếu khoá của lần tiếp nhận. Tải lại trang.", code="bad_key")
    if original.kind and original.kind not in documents.kinds().by_code:
        raise Invalid("Không có loại giấy tờ này.", field="kind", code="unknown_kind")
    if original.issued_on and original.issued_on > clock.today():
        raise Invalid("Ngày cấp không thể ở tương lai.", field="issued_on", code="day_to_come")
    clean = writing.clean
    return Certification(
        key=f"{actor.party_id}:{key}",
        unit_code=actor.unit_code,
        requester_id=requester_id,
        original_name=clean(original.name, field="name", longest=LONGEST_NAME, what="tên giấy tờ"),
        original_kind=original.kind,
        original_number=clean(
            original.number, field="number", longest=LONGEST_NUMBER, what="số giấy tờ", required=False
        ),
        original_issuer=clean(original.issuer, field="issuer", longest=LONGEST_ISSUER, what="nơi cấp"),
        original_on=original.issued_on,
        received_at=now,
        due_on=due_on(now, calendar.default_calendar()),
        received_by=writing.signature_of(actor),
    )


def _searched(row: Certification) -> str:
    names = [parties.party(one).full_name for one in dict.fromkeys((row.requester_id, row.holder_id))]
    return fold(" ".join([*names, row.original_name, row.original_number, row.original_issuer]))


def _booking(row: Certification) -> Booking | None:
    """Her open booking of today at this counter."""
    today = clock.local(row.received_at).date()
    return (
        Booking.objects.filter(
            person_id=row.requester_id,
            slot__unit_code=row.unit_code,
            slot__begins_at__date=today,
            cancelled_at=None,
        )
        .order_by("slot__begins_at")
        .first()
    )
