"""The health office judges what was read without being allowed first: somebody else, of another unit."""

from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import actions
from dean06.pilots.p17_health_labour_books.access import require_reviewer
from dean06.pilots.p17_health_labour_books.book_types import ReviewCase
from dean06.pilots.p17_health_labour_books.choices import LookHow, Review
from dean06.pilots.p17_health_labour_books.models import LONGEST_REASON, LONGEST_WHO, Facility, HealthLook
from dean06.pilots.p17_health_labour_books.selectors.book import look_line
from dean06.pilots.p17_health_labour_books.selectors.reviews import due_on, may_judge
from dean06.pilots.p17_health_labour_books.services.looking import LINK, who

VERDICTS = (Review.JUSTIFIED, Review.UNJUSTIFIED)
NOT_HERE = "Không có lượt mở khẩn cấp này."
REVIEWED = "p17.reviewed"


def read_look(actor: Actor, *, look_id: UUID) -> ReviewCase:
    """A broken glass with whose book it was and why; nothing of the book. The holder sees that it was read."""
    require_reviewer(actor)
    with transaction.atomic():
        row = HealthLook.objects.filter(pk=look_id, how=LookHow.EMERGENCY).first()
        if row is None:
            raise NotFound(NOT_HERE, code="look_not_found")
        _record(actor, actions.READ_REVIEW, row)
        names = dict(Facility.objects.filter(unit_code=row.unit_code).values_list("unit_code", "name"))
        due = due_on(row.at)
        return ReviewCase(
            look=look_line(row, names),
            name=parties.party(row.subject_id).full_name,
            due_on=f"{due:%d/%m/%Y}",
            is_late=row.review == Review.OPEN and due < clock.today(),
            may_judge=row.review == Review.OPEN and may_judge(actor, row),
        )


def judge(actor: Actor, *, look_id: UUID, verdict: str, note: str) -> None:
    """Say whether a broken glass was justified, and why; the holder is told.

    NotPermitted for the looker, his unit and the holder; Conflict when it was judged already; Invalid without words.
    """
    require_reviewer(actor)
    words = nfc(note.strip())
    if verdict not in VERDICTS:
        raise Invalid("Chọn kết luận.", field="verdict", code="no_verdict")
    if not words or len(words) > LONGEST_REASON:
        raise Invalid(f"Ghi lý do, nhiều nhất {LONGEST_REASON} ký tự.", field="note", code="no_note")
    with transaction.atomic():
        row = HealthLook.objects.select_for_update().filter(pk=look_id, how=LookHow.EMERGENCY).first()
        if row is None:
            raise NotFound(NOT_HERE, code="look_not_found")
        if not may_judge(actor, row):
            raise NotPermitted("Người mở, đơn vị đã mở và người có sổ không tự xem xét.", code="own_look")
        if row.review != Review.OPEN:
            raise Conflict("Lượt này vừa được người khác kết luận.", code="judged_already")
        row.review, row.review_note = verdict, words
        row.reviewed_at, row.reviewed_by = clock.now(), f"{who(actor)}, {actor.unit_name}"[:LONGEST_WHO]
        row.save(update_fields=["review", "review_note", "reviewed_at", "reviewed_by"])
        _record(actor, actions.JUDGE, row, verdict=verdict)
        _tell(row)


def _tell(row: HealthLook) -> None:
    messaging.send(
        SYSTEM,
        reference=f"{REVIEWED}:{row.pk}",
        template=REVIEWED,
        fields={
            "at": clock.local(row.at),
            "who": row.who,
            "verdict": Review(row.review).label,
            "note": row.review_note,
            "by": row.reviewed_by,
            "link": LINK,
        },
        to_party_ids=[row.subject_id],
    )


def _record(actor: Actor, action: str, row: HealthLook, **details: str) -> None:
    audit.record(
        actor,
        action,
        object_type="p17.look",
        object_id=row.pk,
        purpose=actions.REVIEW,
        legal_basis=actions.DATA_LAW,
        subjects=[row.subject_id],
        fields=[actions.LOOK],
        details=details,
    )
