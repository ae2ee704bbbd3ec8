"""The services of certified copies, each prepared so that it does its work once."""

import io
from uuid import UUID

from tests.house.acts import Doing, World, act
from tests.house.acts_documents import Near
from tests.kernel.documents.wallet import DESK, UNIT, give_keys, officer
from tests.pilots.p02_certified_documents import scans

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.payments import api as payments
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.models import Certification
from dean06.pilots.p02_certified_documents.services import (
    booking,
    deciding,
    issuing,
    looking,
    receiving,
    scanning,
    sealing,
)
from dean06.pilots.p02_certified_documents.services.receiving import Organisation
from dean06.pilots.p02_certified_documents.types import Original


def received(world: World) -> UUID:
    """An original on the counter."""
    original = Original(name="Giấy hư cấu", issuer="UBND hư cấu")
    person = world.citizen.party_id
    return receiving.receive(officer(DESK), key=new_id().hex, requester_id=person, original=original)


def revision(made: UUID) -> int:
    return Certification.objects.get(pk=made).revision


def scanned(world: World) -> UUID:
    """With a page."""
    made = received(world)
    scan(made)
    return made


def scan(made: UUID) -> None:
    stream = io.BytesIO(scans.as_file(scans.page()))
    scanning.add_scan(officer(DESK), certification_id=made, revision=revision(made), stream=stream, file_name="thu.png")


def signed(world: World) -> UUID:
    """Signed, unpaid."""
    made = scanned(world)
    deciding.certify(officer(DESK), certification_id=made, revision=revision(made), compared=[1], owned=True)
    return made


@act(receiving.receive, "p02.receive")
def _(world: World) -> Doing:
    return lambda: received(world)


@act(receiving.organisation, "parties.register_organisation")
def _(world: World) -> Doing:
    del world
    said = Organisation(registration_number="0009998887", name="Hợp tác xã Hư Cấu")
    return lambda: receiving.organisation(officer(DESK), said=said)


@act(scanning.add_scan, "p02.add_scan")
def _(world: World) -> Doing:
    made = received(world)
    return lambda: scan(made)


def change(world: World, change_page: scanning.Change) -> Doing:
    made = scanned(world)
    row = Certification.objects.get(pk=made)
    page = row.scanned.get()
    return lambda: change_page(officer(DESK), certification_id=made, revision=row.revision, page_id=page.pk)


@act(scanning.turn_page, "p02.change_page")
def _(world: World) -> Doing:
    return change(world, scanning.turn_page)


@act(scanning.remove_page, "p02.change_page")
def _(world: World) -> Doing:
    return change(world, scanning.remove_page)


@act(deciding.certify, "p02.certify")
def _(world: World) -> Doing:
    made = scanned(world)
    return lambda: deciding.certify(
        officer(DESK), certification_id=made, revision=revision(made), compared=[1], owned=True
    )


@act(deciding.refuse, "p02.refuse")
def _(world: World) -> Doing:
    made = received(world)
    return lambda: deciding.refuse(officer(DESK), certification_id=made, revision=1, ground="erased", reason="Thử")


@act(issuing.withdraw, "p02.withdraw")
def _(world: World) -> Doing:
    made = signed(world)
    return lambda: issuing.withdraw(officer(DESK), certification_id=made, revision=revision(made), reason="Thử")


@act(issuing.ask_fee_again, "p02.ask_fee_again")
def _(world: World) -> Doing:
    made = signed(world)
    payments.call_off(SYSTEM, subject=f"p02:{made}")
    return lambda: issuing.ask_fee_again(officer(DESK), certification_id=made, revision=revision(made))


@act(looking.read, "p02.read")
def _(world: World) -> Doing:
    made = received(world)
    return lambda: looking.read(officer(DESK), certification_id=made)


@act(looking.read_page, "p02.read")
def _(world: World) -> Doing:
    made = scanned(world)
    page = Certification.objects.get(pk=made).scanned.get()
    return lambda: looking.read_page(officer(DESK), certification_id=made, page_id=page.pk)


@act(looking.read_register, "p02.read_register")
def _(world: World) -> Doing:
    signed(world)
    today = clock.today()
    return lambda: looking.read_register(officer(DESK), since=today, until=today, limit=9)


@act(looking.read_day, "p02.read_register")
def _(world: World) -> Doing:
    signed(world)
    return lambda: looking.read_day(officer(DESK), day=clock.today())


@act(looking.read_queue, "p02.read_register")
def _(world: World) -> Doing:
    received(world)
    return lambda: looking.read_queue(officer(DESK))


def booked(world: World) -> UUID:
    at = next(slots[0].begins_at for slots in selectors.offered(DESK).values() if slots)
    return booking.book(world.citizen, key=new_id().hex, unit_code=DESK, begins_at=at, papers=1)


@act(booking.book, "p02.book")
def _(world: World) -> Doing:
    return lambda: booked(world)


@act(booking.cancel_booking, "p02.cancel_booking")
def _(world: World) -> Doing:
    made = booked(world)
    return lambda: booking.cancel_booking(world.citizen, booking_id=made)


@act(sealing.seal_year, "documents.seal_register")
def _(world: World) -> Doing:
    signed(world)
    with override(CertificateAuthority, Near()):
        give_keys(UNIT)
    return lambda: sealing.seal_year(officer(DESK), year=clock.today().year)
