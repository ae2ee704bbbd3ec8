"""A request of the demo, through the services people use: handed in and taken in, its search on the way to the twin."""

from collections.abc import Callable

from dean06.kernel.base import calendar, clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Channel, Filed, IncomingPaper, PaperSource
from dean06.kernel.parties import api as parties
from dean06.pilots.p16_criminal_records.access import PROCEDURE
from dean06.pilots.p16_criminal_records.services.ordering import open_request

POLICE = "cong-an-tinh"
CITIZEN, OFFICER = "huong", "record_clerk"

Players = Callable[[str], Actor]


def is_seeded(players: Players) -> bool:
    """Whether she has asked already."""
    return bool(cases.own_cases(players(CITIZEN)).items)


def play(players: Players) -> None:
    """Somebody of whom the register holds somebody alike: the officer of the demo has something to judge.

    Again it does nothing: the key names the filing.
    """
    day = calendar.default_calendar().last_working_day_before(clock.today())
    with clock.at(clock.local(clock.now()).replace(year=day.year, month=day.month, day=day.day, hour=9)):
        citizen, officer = players(CITIZEN), players(OFFICER)
        filed = file_at_counter(officer, citizen, key="demo:record")
        if filed.is_repeat:
            return
        cases.receive(officer, case_id=filed.case_id, expected_revision=1)
        open_request(SYSTEM, case_id=filed.case_id)  # the event does it where transactions commit


def file_at_counter(officer: Actor, citizen: Actor, *, key: str, **changes: object) -> Filed:
    """Handed in at the counter, where the card was shown."""
    return cases.file_case(
        officer,
        key=key,
        procedure=PROCEDURE,
        unit_code=POLICE,
        answers=answers_of(citizen) | changes,
        papers=[IncomingPaper(code="the_can_cuoc", source=PaperSource.COUNTER)],
        channel=Channel.COUNTER,
        applicant_id=citizen.party_id,
    )


def answers_of(citizen: Actor) -> dict[str, object]:
    """The form as somebody without a conviction fills it in."""
    number = parties.party(citizen.party_id).personal_id if citizen.party_id else ""
    return {
        "applicant_name": citizen.name,
        "applicant_id": number,
        "applicant_address": "Thôn Đông, xã Đức Thọ",
        "applicant_phone": "0900000000",
        "form_number": "so_1",
        "purpose": "Xin việc làm",
        "with_ban": "true",
        "count": "1",
        "residences": [{"from_until": "Từ 14 tuổi đến nay", "place": "Thôn Đông, xã Đức Thọ"}],
        "has_conviction": "false",
    }
