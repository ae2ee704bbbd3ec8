"""Extensions: asked by the lead, granted by the assigner, the history kept."""

from datetime import date

import pytest

from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.programme.choices import Choice, DutyBasis, Verdict
from dean06.programme.models import DeadlineEntry, ExtensionRequest
from dean06.programme.services.decisions import decide
from dean06.programme.services.extensions import judge_extension, request_extension

from .conftest import entries, on

LATER = date(2024, 4, 15)


def ask(office, key="culture_clerk", number=18, **given):
    actor = office.who(key)
    words = {"unit_code": actor.unit_code, "wanted_on": LATER, "reason": "Chờ thẩm định"}
    return request_extension(actor, **{"assignment_id": office.task(number).pk} | words | given)


def answer(office, request_id, verdict=Verdict.CONFIRMED, key="coordinator", note=""):
    judge_extension(office.who(key), extension_id=request_id, verdict=verdict, note=note)


def deadlines(number=18):
    return [(row.on, row.basis) for row in DeadlineEntry.objects.filter(assignment__number=number).order_by("revision")]


def test_granted_adds_a_deadline_and_keeps_the_first(office):
    answer(office, ask(office))
    assert deadlines() == [(date(2023, 12, 30), DutyBasis.DIRECTIVE), (LATER, DutyBasis.EXTENSION)]
    assert entries("programme.request_extension") == 1
    assert entries("programme.judge_extension") == 1


def test_returned_changes_nothing_and_may_be_asked_again(office):
    answer(office, ask(office), Verdict.RETURNED, note="Chưa rõ lý do")
    assert len(deadlines()) == 1
    ask(office)
    assert ExtensionRequest.objects.count() == 2


def test_one_request_waits_at_a_time(office):
    ask(office)
    with pytest.raises(Conflict, match="đang chờ duyệt"):
        ask(office)


def test_only_the_lead_asks(office):
    with pytest.raises(Invalid, match="Chỉ đơn vị chủ trì"):
        ask(office, key="office_clerk")
    with pytest.raises(NotPermitted):
        ask(office, key="environment_clerk", number=4)
    assert entries("programme.refused") == 1


@pytest.mark.parametrize(
    ("number", "given", "field"),
    [
        (18, {"wanted_on": date(2023, 12, 30)}, "wanted_on"),
        (18, {"wanted_on": date(2023, 12, 1)}, "wanted_on"),
        (18, {"reason": " "}, "reason"),
        (11, {}, "wanted_on"),  # recurring: there is no day to move
    ],
)
def test_what_a_request_must_say(office, number, given, field):
    with pytest.raises(Invalid) as refusal:
        ask(office, number=number, **given)
    assert refusal.value.field == field


def test_a_day_in_the_past_is_no_later_day(office):
    with on(date(2024, 6, 1)), pytest.raises(Invalid, match="phải sau ngày 01/06/2024"):
        ask(office)


def test_a_grant_never_brings_the_deadline_forward(office):
    request_id = ask(office, number=6, wanted_on=date(2024, 2, 15))
    decide(
        office.who("leader"),
        contradiction_id=office.question(6, "deadline_mismatch").pk,
        choice=Choice.NARRATIVE,
        reason="Theo thuyết minh",
        expected_revision=0,
    )
    with pytest.raises(Conflict, match="31/03/2024"):
        answer(office, request_id)
    assert ExtensionRequest.objects.get(pk=request_id).verdict == Verdict.PENDING


def test_not_by_oneself_and_not_by_a_clerk(office):
    request_id = ask(office)
    with pytest.raises(NotPermitted):
        answer(office, request_id, key="culture_clerk")
    own = ask(office, key="coordinator", number=23)
    with pytest.raises(NotPermitted, match="không được tự xác nhận"):
        answer(office, own)
