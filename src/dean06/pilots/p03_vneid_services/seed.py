"""Files of the demo handed in inside VNeID, through the services people use: one done, one just handed in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor, Entrance
from dean06.kernel.cases import api as cases
from dean06.kernel.parties import api as parties

POLICE = "cong-an-xa-duc-tho"
HOST, TRAVELLER, OFFICER = "minh", "quyen", "police_clerk"
RESULT = "12/XNLT"

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether the traveller has handed in already."""
    return bool(cases.own_cases(players(TRAVELLER)).items)


def play(players: Players) -> None:
    """A guest announced at level 1 and noted, an absence at level 2. Again it does nothing: keys name filings."""
    day = calendar.default_calendar().last_working_day_before(clock.today())
    with clock.at(clock.local(clock.now()).replace(year=day.year, month=day.month, day=day.day, hour=9)):
        host = inside(players(HOST), level=1)
        filed = cases.file_case(host, key="demo:vneid", procedure="luu_tru", unit_code=POLICE, answers=_guest(host))
        if not filed.is_repeat:
            _note(players, filed.case_id)
    traveller = inside(players(TRAVELLER), level=2)
    answers = _absence(traveller)
    cases.file_case(traveller, key="demo:vneid", procedure="tam_vang", unit_code=POLICE, answers=answers)


def inside(actor: Actor, *, level: int) -> Actor:
    """The same person, come in through the application."""
    return replace(actor, entrance=Entrance.VNEID, assurance_level=level)


def _note(players: Players, case_id: UUID) -> None:
    """Received, entered in the book and confirmed at once, as the law has it for guests."""
    officer = players(OFFICER)
    cases.receive(officer, case_id=case_id, expected_revision=_revision(players, case_id))
    cases.decide(officer, case_id=case_id, expected_revision=_revision(players, case_id), result_number=RESULT)
    to = "Người thông báo, qua hộp thư"
    cases.hand_over(officer, case_id=case_id, expected_revision=_revision(players, case_id), to=to)


def _revision(players: Players, case_id: UUID) -> int:
    return cases.own_case_view(players(HOST), case_id=case_id).line.revision


def _applicant(actor: Actor) -> dict[str, object]:
    number = parties.party(actor.party_id).personal_id if actor.party_id else ""
    address: dict[str, object] = {"applicant_address": "Thôn Tân Tiến, xã Đức Thọ", "applicant_phone": "0900000000"}
    return {"applicant_name": actor.name, "applicant_id": number or "", **address}


def _guest(actor: Actor) -> dict[str, object]:
    today = clock.today()
    return _applicant(actor) | {
        "place": "Nhà riêng",
        "place_address": "Thôn Tân Tiến, xã Đức Thọ",
        "guests": [{"full_name": "Khách Hư Cấu", "paper": "Hộ chiếu X0000000"}],
        "stay_from": today.isoformat(),
        "stay_until": (today + timedelta(days=2)).isoformat(),
        "reason": "Thăm gia đình",
    }


def _absence(actor: Actor) -> dict[str, object]:
    today = clock.today()
    return _applicant(actor) | {
        "away_from": (today + timedelta(days=3)).isoformat(),
        "away_until": (today + timedelta(days=10)).isoformat(),
        "destination": "Xã Đức Đồng",
        "reason": "lam_viec",
    }
