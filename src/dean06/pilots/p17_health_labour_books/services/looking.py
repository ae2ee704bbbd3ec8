"""Staff of a place of care read a book: shared with their unit, or in an emergency before anybody can be asked."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.text import nfc
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import actions
from dean06.pilots.p17_health_labour_books.access import (
    EMERGENCY_KINDS,
    LOOK_GATHERS,
    facility_of,
    field_of,
    share_in_force,
)
from dean06.pilots.p17_health_labour_books.book_types import OpenedBook
from dean06.pilots.p17_health_labour_books.choices import EntryKind, LookHow, Review
from dean06.pilots.p17_health_labour_books.models import LONGEST_WHO, Facility, HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on
from dean06.pilots.p17_health_labour_books.selectors import book

FIND_LIMIT = Limit(name="p17.find", count=60, seconds=600)
EMERGENCY_LIMIT = Limit(name="p17.emergency", count=5, seconds=3600)
LONGEST_WORDS = 300
REASONS = {
    "unconscious": "Người bệnh không tỉnh, không nói được",
    "life": "Nguy hiểm tính mạng, phải xử trí ngay",
    "alone": "Không có người nhà, không rõ tiền sử",
    "other": "Lý do khác",
}
NOT_SHARED = "Sổ này không (hoặc không còn) được chia sẻ với đơn vị của bà/ông."
GLASS_OVER = "Lượt mở khẩn cấp này đã hết giờ, hoặc không phải của bà/ông."
NOBODY = "Không có sổ nào mang số này. Kiểm tra lại mười hai chữ số."
OPENED, BROKEN = "p17.opened", "p17.emergency"
LINK = "/p17/suc-khoe/ai-da-xem/"


def find(actor: Actor, *, personal_id: str) -> UUID | None:
    """The share by which the actor's unit may open the book of this number now; None without one.

    A number nobody has and a book not shared are answered alike. NotPermitted, TooMany.
    """
    facility = facility_of(actor)
    ratelimit.hit(FIND_LIMIT, str(actor.user_id))
    subject_id = parties.find_person(personal_id)
    share = share_in_force(subject_id=subject_id, unit_code=facility.unit_code) if subject_id else None
    return share.pk if share else None


def open_book(actor: Actor, *, share_id: UUID) -> OpenedBook:
    """What is shared of a book; the holder sees the look, and is told of the first one.

    NotFound when it is over and for whoever is of no place of care: to them there is no such address.
    """
    facility = _facility_or_nothing(actor, NOT_SHARED)
    with transaction.atomic():
        rows = HealthShare.objects.select_for_update().filter(pk=share_id, unit_code=facility.unit_code)
        row = rows.first()
        if row is None or share_in_force(subject_id=row.subject_id, unit_code=row.unit_code) != row:
            raise NotFound(NOT_SHARED, code="not_shared")
        audit.record(
            actor,
            actions.OPEN_BOOK,
            object_type="p17.share",
            object_id=row.pk,
            purpose=actions.CARE,
            legal_basis=actions.CARE_LAW,
            subjects=[row.subject_id],
            fields=[field_of(kind) for kind in row.kinds],
        )
        _note_look(actor, row, facility.name)
        return _opened(row)


def break_glass(actor: Actor, *, key: UUID, personal_id: str, reason: str, words: str) -> UUID:
    """Open what saves a life of a book nobody shared, for some minutes; returns the look's id, which is ``key``.

    The holder is told at once and another unit judges it. The same key again is the same look. Invalid without a reason
    of the list and own words, NotFound for a number nobody has, TooMany.
    """
    facility = facility_of(actor)
    said = nfc(words.strip())
    if reason not in REASONS:
        raise Invalid("Chọn lý do.", field="reason", code="no_reason")
    if not said or len(said) > LONGEST_WORDS:
        raise Invalid(f"Ghi tình huống bằng lời, nhiều nhất {LONGEST_WORDS} ký tự.", field="words", code="no_words")
    if _own_glass(actor, key) is not None:
        return key
    ratelimit.hit(EMERGENCY_LIMIT, str(actor.user_id))
    subject_id = parties.find_person(personal_id)
    if subject_id is None:
        raise NotFound(NOBODY, code="person_not_found")
    try:
        with transaction.atomic():
            look = _broken(actor, key, subject_id, f"{REASONS[reason]}: {said}")
            _record(actor, actions.BREAK_GLASS, look)
            _tell_broken(look, facility.name)
    except IntegrityError as error:
        # The other click was faster; somebody else's key is nobody's business.
        if _own_glass(actor, key) is None:
            raise NotFound(NOBODY, code="person_not_found") from error
    return key


def open_emergency(actor: Actor, *, look_id: UUID) -> OpenedBook:
    """The emergency's shelves, for whoever broke the glass and only while its minutes last. NotFound otherwise."""
    _facility_or_nothing(actor, GLASS_OVER)
    with transaction.atomic():
        look = _own_glass(actor, look_id)
        if look is None or look.ends_at is None or look.ends_at <= clock.now():
            raise NotFound(GLASS_OVER, code="glass_over")
        _record(actor, actions.OPEN_EMERGENCY, look)
        person = parties.party(look.subject_id)
        shelves, blood = book.emergency(look.subject_id)
        return OpenedBook(
            name=person.full_name,
            personal_id=person.personal_id,
            born=f"{person.birth_on:%d/%m/%Y}" if person.birth_on else "",
            until=look.ends_at,
            purpose=look.reason,
            kinds=tuple(EntryKind(kind).label for kind in look.kinds),
            shelves=shelves,
            timeline=(),
            blood=blood,
        )


def who(actor: Actor) -> str:
    """Name and post, as the holder reads it."""
    return ", ".join(part for part in (actor.name, actor.post) if part)[:LONGEST_WHO]


def _facility_or_nothing(actor: Actor, words: str) -> Facility:
    try:
        return facility_of(actor)
    except NotPermitted as error:
        raise NotFound(words, code="not_a_clinician") from error


def _opened(row: HealthShare) -> OpenedBook:
    person, timeline = parties.party(row.subject_id), book.shared_timeline(row.subject_id, row.kinds)
    return OpenedBook(
        name=person.full_name,
        personal_id=person.personal_id,
        born=f"{person.birth_on:%d/%m/%Y}" if person.birth_on else "",
        until=row.expires_at,
        purpose=row.purpose,
        kinds=tuple(EntryKind(kind).label for kind in row.kinds),
        shelves=book.shelves(row.subject_id, row.kinds),
        timeline=tuple(timeline[: book.SHELF_SHOWN]),
        is_cut=len(timeline) > book.SHELF_SHOWN,
    )


def _note_look(actor: Actor, row: HealthShare, facility: str) -> None:
    """One look for a consultation; its share is locked, so the first look of all is one."""
    earlier = HealthLook.objects.filter(share=row)
    if earlier.filter(how=LookHow.PAGE, user_id=actor.user_id, at__gt=clock.now() - LOOK_GATHERS).exists():
        return
    is_first = not earlier.exists()
    look = HealthLook.objects.create(
        subject_id=row.subject_id,
        share=row,
        how=LookHow.PAGE,
        unit_code=row.unit_code,
        who=who(actor),
        user_id=actor.user_id,
        kinds=row.kinds,
    )
    if is_first:
        fields = {"unit": facility, "who": look.who, "at": clock.local(look.at), "link": LINK}
        _tell(OPENED, look, fields)


def _broken(actor: Actor, key: UUID, subject_id: UUID, reason: str) -> HealthLook:
    now = clock.now()
    return HealthLook.objects.create(
        id=key,
        subject_id=subject_id,
        how=LookHow.EMERGENCY,
        unit_code=actor.unit_code,
        who=who(actor),
        user_id=actor.user_id,
        kinds=list(EMERGENCY_KINDS),
        at=now,
        ends_at=now + timedelta(minutes=terms_on(clock.today()).emergency_minutes),
        reason=reason,
        review=Review.OPEN,
    )


def _own_glass(actor: Actor, look_id: UUID) -> HealthLook | None:
    rows = HealthLook.objects.filter(pk=look_id, how=LookHow.EMERGENCY, unit_code=actor.unit_code)
    return rows.filter(user_id=actor.user_id).first() if actor.user_id else None


def _tell_broken(look: HealthLook, facility: str) -> None:
    at = clock.local(look.at)
    _tell(BROKEN, look, {"unit": facility, "who": look.who, "at": at, "reason": look.reason, "link": LINK})


def _tell(template: str, look: HealthLook, fields: dict[str, object]) -> None:
    messaging.send(
        SYSTEM,
        reference=f"{template}:{look.pk}",
        template=template,
        fields=fields,
        to_party_ids=[look.subject_id],
    )


def _record(actor: Actor, action: str, look: HealthLook) -> None:
    audit.record(
        actor,
        action,
        object_type="p17.look",
        object_id=look.pk,
        purpose=actions.EMERGENCY,
        legal_basis=actions.EMERGENCY_LAW,
        subjects=[look.subject_id],
        fields=[field_of(kind) for kind in look.kinds],
    )
