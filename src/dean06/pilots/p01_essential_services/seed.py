"""A few files of the demo, through the services people use: one with its result, one under way, one just handed in."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseLine, Filed
from dean06.kernel.parties import api as parties

PROCEDURE, POLICE = "tam_vang", "cong-an-xa-duc-tho"
CITIZEN, OFFICER = "thuy", "police_clerk"
RESULT = "01/PKBTV"

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether the demo's citizen has cases already."""
    return bool(cases.own_cases(players(CITIZEN)).items)


def play(players: Players) -> None:
    """Three announcements of absence over the last working days. Again it does nothing: the keys name the filings."""
    day = calendar.default_calendar().last_working_day_before(clock.today())
    before = calendar.default_calendar().last_working_day_before(day)
    for number, since in enumerate((before, day)):
        with clock.at(clock.local(clock.now()).replace(year=since.year, month=since.month, day=since.day, hour=9)):
            filed = _filed(players, number)
            if not filed.is_repeat:
                _taken_further(players, filed.case_id, to_the_end=number == 0)
    _filed(players, 2)


def _filed(players: Players, number: int) -> Filed:
    """Handed in online by the citizen herself."""
    citizen, today = players(CITIZEN), clock.today()
    answers = {
        "applicant_name": citizen.name,
        "applicant_id": parties.party(citizen.party_id).personal_id if citizen.party_id else "",
        "applicant_address": "Thôn 2, xã Đức Thọ",
        "applicant_phone": "0900000000",
        "away_from": (today + timedelta(days=7 * (number + 1))).isoformat(),
        "away_until": (today + timedelta(days=7 * (number + 1) + 5)).isoformat(),
        "destination": "Xã Đức Đồng",
        "reason": "lam_viec",
    }
    return cases.file_case(citizen, key=f"demo:{number}", procedure=PROCEDURE, unit_code=POLICE, answers=answers)


def _taken_further(players: Players, case_id: UUID, *, to_the_end: bool) -> None:
    """Received, passed to the desk that decides; decided and handed over when it goes to the end."""
    officer = players(OFFICER)
    cases.receive(officer, case_id=case_id, expected_revision=_line(players, case_id).revision)
    cases.assign(officer, case_id=case_id, expected_revision=_line(players, case_id).revision, step="thu_ly")
    if to_the_end:
        revision = _line(players, case_id).revision
        cases.decide(officer, case_id=case_id, expected_revision=revision, result_number=RESULT)
        revision = _line(players, case_id).revision
        cases.hand_over(officer, case_id=case_id, expected_revision=revision, to="Người nộp, qua hộp thư")


def _line(players: Players, case_id: UUID) -> CaseLine:
    return cases.own_case_view(players(CITIZEN), case_id=case_id).line
