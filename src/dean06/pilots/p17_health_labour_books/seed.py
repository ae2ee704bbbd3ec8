"""Books of the demo, through the services people and systems use: charts, a share and its look, broken glass."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.selectors import book
from dean06.pilots.p17_health_labour_books.services import facilities, looking, receiving, reviewing, sharing

HOSPITAL, CENTRE = "benh-vien-da-khoa", "trung-tam-y-te"
SHARED = (EntryKind.ALLERGY, EntryKind.MEDICINE, EntryKind.VACCINE)
SHARE_DAYS = 7
# The same key makes the same thing: a seed stopped halfway goes on where it stopped.
NAMES = UUID("0e8e2d38-7d3a-5c0b-9d2e-3f3a5ad0170a")

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether the last act of the story has been done."""
    return any(look.review_note for look in book.own_looks(players("khanh")))


def play(players: Players, bundles: Sequence[bytes]) -> None:
    """The hospital's charts come in; Hoa lets the health centre see some; two glasses are broken, one is judged."""
    hospital = facilities.register_facility(SYSTEM, unit_code=HOSPITAL, client_id=HOSPITAL, jwks=[])
    facilities.register_facility(SYSTEM, unit_code=CENTRE, client_id=CENTRE, jwks=[])
    for content in bundles:
        receiving.receive_bundle(SYSTEM, facility_id=hospital, content=content)
    with clock.at(clock.now() - timedelta(hours=3)):
        _share(players)
        _break(players, "binh", "Cấp cứu lúc đêm, người bệnh hôn mê, không có người nhà")
        _break(players, "khanh", "Tai nạn giao thông, chưa tỉnh")
    _judge(players)


def connect(jwks: Sequence[Mapping[str, Any]]) -> None:
    """Let the hospital's system in with these public keys, in the place of any before."""
    facilities.register_facility(SYSTEM, unit_code=HOSPITAL, client_id=HOSPITAL, jwks=jwks)


def is_connected(jwks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the hospital's system comes in with these keys and no others."""
    return book.facility_kids(HOSPITAL) == {one["kid"] for one in jwks}


def _share(players: Players) -> None:
    key = uuid5(NAMES, "share")
    sharing.share(
        players("hoa"),
        key=key,
        unit_code=CENTRE,
        kinds=SHARED,
        purpose="Tiêm chủng, khám sức khỏe định kỳ",
        days=SHARE_DAYS,
    )
    looking.open_book(players("preventive_doctor"), share_id=key)


def _break(players: Players, who: str, words: str) -> None:
    number = parties.party(_id(players(who))).personal_id
    key = uuid5(NAMES, who)
    looking.break_glass(players("doctor"), key=key, personal_id=number, reason="unconscious", words=words)


def _judge(players: Players) -> None:
    note = "Hồ sơ cấp cứu của bệnh viện đúng với giờ mở và tình trạng người bệnh."
    reviewing.judge(players("health_clerk"), look_id=uuid5(NAMES, "khanh"), verdict="justified", note=note)


def _id(actor: Actor) -> UUID:
    """The person behind a player of the demo."""
    if actor.party_id is None:
        raise ValueError("the demo's people are persons")
    return actor.party_id
