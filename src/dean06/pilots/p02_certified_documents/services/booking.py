"""Appointments: a slot takes so many papers and not one more."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.declared import Counter, counter_of
from dean06.pilots.p02_certified_documents.models import Booking, Slot
from dean06.pilots.p02_certified_documents.rules import MOST_PAPERS
from dean06.pilots.p02_certified_documents.services.writing import clean

OBJECT = "p02.booking"
LONGEST_NOTE, LONGEST_ORGANISATION, LONGEST_KEY = 200, 200, 64
MOST_OPEN = 3
FULL = "Giờ này chỉ còn nhận {left} giấy tờ. Chọn giờ khác hoặc bớt số giấy tờ."


def book(
    actor: Actor,
    *,
    key: str,
    unit_code: str,
    begins_at: datetime,
    papers: int,
    organisation: str = "",
    note: str = "",
) -> UUID:
    """Book a slot for some papers; the same key books once. For citizens.

    Invalid for a slot that is not offered or a wrong number of papers, Conflict when the slot is full or the person has
    too many appointments.
    """
    person = _person(actor)
    if not 0 < len(key) <= LONGEST_KEY:
        raise Invalid("Thiếu khoá của lần đặt. Tải lại trang.", code="bad_key")
    counter = _offered(unit_code, begins_at)
    if not 1 <= papers <= MOST_PAPERS:
        raise Invalid(f"Một lần hẹn từ 1 đến {MOST_PAPERS} giấy tờ.", field="papers", code="bad_papers")
    booking = Booking(
        key=f"{person}:{key}",
        person_id=person,
        papers=papers,
        organisation=clean(
            organisation, field="organisation", longest=LONGEST_ORGANISATION, what="tên tổ chức", required=False
        ),
        note=clean(note, field="note", longest=LONGEST_NOTE, what="giấy tờ sẽ mang", required=False),
    )
    try:
        with transaction.atomic():
            _take(booking, counter, begins_at)
            booking.save(force_insert=True)
            _record(actor, actions.BOOK, booking)
    except IntegrityError:
        return Booking.objects.values_list("pk", flat=True).get(key=booking.key)
    return booking.pk


def cancel_booking(actor: Actor, *, booking_id: UUID) -> None:
    """Give a slot back. Cancelling again does nothing more; Conflict once its hour has come. NotFound for another's."""
    person = _person(actor)
    with transaction.atomic():
        booking = Booking.objects.select_for_update().filter(pk=booking_id, person_id=person).first()
        if booking is None:
            raise NotFound("Không có lịch hẹn này.", code="booking_not_found")
        if booking.cancelled_at is not None:
            return
        slot = Slot.objects.select_for_update().get(pk=booking.slot_id)
        if slot.begins_at <= clock.now():
            raise Conflict("Đã đến giờ hẹn nên không huỷ được nữa.", code="booking_over")
        slot.taken -= booking.papers
        slot.save(update_fields=["taken"])
        booking.cancelled_at = clock.now()
        booking.save(update_fields=["cancelled_at"])
        _record(actor, actions.CANCEL, booking)


def slots_of(counter: Counter, day: date) -> tuple[datetime, ...]:
    """When the slots of a day begin; none on a day off, none that has begun."""
    if not calendar.default_calendar().is_working_day(day):
        return ()
    begin = (datetime.combine(day, one, clock.VN_TZ) for one in counter.slots)
    return tuple(one for one in begin if one > clock.now())


def _offered(unit_code: str, begins_at: datetime) -> Counter:
    day, today = clock.local(begins_at).date(), clock.today()
    counter = counter_of(unit_code, today)
    if counter is None:
        raise Invalid("Đơn vị này chưa nhận đặt lịch.", field="unit_code", code="no_counter")
    if day > today + timedelta(days=counter.days_ahead) or begins_at not in slots_of(counter, day):
        raise Invalid("Giờ này không còn nhận hẹn. Chọn giờ khác.", field="slot", code="no_slot")
    return counter


def _take(booking: Booking, counter: Counter, begins_at: datetime) -> None:
    """The slot's row is the queue in which places are given away."""
    place = {"unit_code": counter.unit_code, "begins_at": begins_at}
    Slot.objects.bulk_create([Slot(**place)], ignore_conflicts=True)
    slot = Slot.objects.select_for_update().get(**place)
    if Booking.objects.filter(key=booking.key).exists():
        raise IntegrityError("booked already")
    waiting = Booking.objects.filter(person_id=booking.person_id, cancelled_at=None, slot__begins_at__gt=clock.now())
    if waiting.count() >= MOST_OPEN:
        raise Conflict(f"Một người giữ nhiều nhất {MOST_OPEN} lịch hẹn. Huỷ bớt rồi đặt.", code="too_many_bookings")
    left = counter.capacity - slot.taken
    if booking.papers > left:
        raise Conflict(FULL.format(left=max(0, left)), field="slot", code="slot_full")
    slot.taken += booking.papers
    slot.save(update_fields=["taken"])
    booking.slot = slot


def _person(actor: Actor) -> UUID:
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Chỉ người dân đặt được lịch.", code="not_a_citizen")
    return actor.party_id


def _record(actor: Actor, action: str, booking: Booking) -> None:
    record(
        actor,
        action,
        object_type=OBJECT,
        object_id=booking.pk,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[booking.person_id],
        details={"papers": booking.papers},
    )
