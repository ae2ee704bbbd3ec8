"""Services of the health book, each prepared so that it does its work once."""

from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.ids import new_id
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p17_health_labour_books.models import HealthLook, HealthShare
from dean06.pilots.p17_health_labour_books.services import looking, reviewing, sharing

HOSPITAL = "benh-vien-da-khoa"


def doctor_of(world: World) -> Actor:
    return world.demo.cast("doctor", TODAY)


def shared(world: World) -> UUID:
    """The citizen's book, shared with the hospital."""
    said = {"kinds": ["allergy"], "purpose": "Khám bệnh hư cấu", "days": 1}
    return sharing.share(world.citizen, key=new_id(), unit_code=HOSPITAL, **said)


def broken(world: World) -> UUID:
    number = parties.party(world.citizen.party_id).personal_id
    said = {"reason": "life", "words": "Hư cấu"}
    return looking.break_glass(doctor_of(world), key=new_id(), personal_id=number, **said)


@act(sharing.share, "privacy.give_consent")
def _(world: World) -> Doing:
    return lambda: shared(world)


@act(sharing.withdraw, "privacy.withdraw_consent")
def _(world: World) -> Doing:
    share_id = shared(world)
    return lambda: sharing.withdraw(world.citizen, share_id=share_id)


@act(sharing.end_share, "p17.end_share")
def _(world: World) -> Doing:
    consent_id = HealthShare.objects.get(pk=shared(world)).consent_id
    privacy.withdraw_consent(world.citizen, consent_id=consent_id)
    return lambda: sharing.end_share(SYSTEM, consent_id=consent_id)


@act(looking.open_book, "p17_looks.open_book")
def _(world: World) -> Doing:
    share_id = shared(world)
    return lambda: looking.open_book(doctor_of(world), share_id=share_id)


@act(looking.break_glass, "p17_looks.break_glass")
def _(world: World) -> Doing:
    return lambda: broken(world)


@act(looking.open_emergency, "p17_looks.open_emergency")
def _(world: World) -> Doing:
    look_id = broken(world)
    return lambda: looking.open_emergency(doctor_of(world), look_id=look_id)


@act(reviewing.read_look, "p17_looks.read_review")
def _(world: World) -> Doing:
    look_id = broken(world)
    return lambda: reviewing.read_look(world.demo.cast("health_clerk", TODAY), look_id=look_id)


@act(reviewing.judge, "p17.judge_look")
def _(world: World) -> Doing:
    look = HealthLook.objects.get(pk=broken(world))
    clerk = world.demo.cast("health_clerk", TODAY)
    return lambda: reviewing.judge(clerk, look_id=look.pk, verdict="justified", note="Hư cấu")
