"""Lists: handed in once, worked off wherever the work was cut, results told to every person in them."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.kernel.registry.conftest import HOA, MINH, NOBODY, Register, entries

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Claim, Reason
from dean06.kernel.registry import api, rules
from dean06.kernel.registry.batch_jobs import TASK
from dean06.kernel.registry.models import Batch, BatchLine
from dean06.kernel.registry.services import asking, batch_work, batches
from dean06.kernel.registry.services.batch_work import advance
from dean06.kernel.registry.types import BatchStatus, ListedClaim

HAND_IN: dict[str, Any] = {"purpose": "so_hoa", "act": "KH-12", "request_key": "k-1"}


def line(number: str, name: str, problem: str = "") -> ListedClaim:
    return ListedClaim(personal_id=number, claim=Claim(full_name=name), problem=problem)


LINES = [
    line(HOA, "Trần Thị Hòa"),
    line("12", "Ai đó", "Số định danh gồm đúng 12 chữ số."),
    line(MINH, "Lê Minh"),
    line(NOBODY, "An"),
]


def results(batch: UUID) -> list[str]:
    return list(BatchLine.objects.filter(batch_id=batch).order_by("number").values_list("result", flat=True))


def _taken_by_a_worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = %s", [TASK])


@pytest.fixture
def batch(register: Register, clerk: Actor) -> UUID:
    return api.verify_list(clerk, lines=LINES, **HAND_IN)


def test_a_list_is_compared_line_by_line_and_bad_lines_keep_their_place(batch, register, clerk):
    assert advance(SYSTEM, batch_id=batch)
    assert results(batch) == ["match", "", "no_match", "not_found"]
    found = api.batch(clerk, batch)
    assert (found.status, found.done, found.lines_valid, found.lines_total) == (BatchStatus.DONE, 3, 3, 4)
    assert found.by_result == {"match": 1, "no_match": 1, "not_found": 1}
    assert {cause.purpose for cause in register.causes} == {"SO_HOA"}


def test_every_person_in_it_is_told_who_asked_and_why(batch, clerk):
    advance(SYSTEM, batch_id=batch)
    told = next(one for one in entries() if one.action == "registry.batch")
    body = json.loads(told.body)
    assert body["fields"] == ["registry.compared.full_name"]
    assert told.unit_code == clerk.unit_code
    assert HOA not in told.body
    persons = set(AuditSubject.objects.filter(entry_id=told.pk).values_list("party_id", flat=True))
    assert persons == {parties.subject_of(number) for number in (HOA, MINH, NOBODY)}


def test_sent_twice_by_a_double_click_it_is_one_list(batch, clerk):
    assert api.verify_list(clerk, lines=LINES, **HAND_IN) == batch
    assert Batch.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name=TASK).count() == 1


def test_one_list_at_a_time(batch, clerk):
    with pytest.raises(Conflict) as refusal:
        api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": "k-2"}))
    assert refusal.value.code == "batch_running"
    advance(SYSTEM, batch_id=batch)
    assert api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": "k-2"})) != batch


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"purpose": "y_te"}, NotPermitted),
        ({"purpose": "khong_co"}, NotPermitted),
        ({"act": ""}, Invalid),
        ({"act": "KH-12 "}, Invalid),
        ({"act": "H" * 201}, Invalid),
        ({"lines": []}, Invalid),
        ({"lines": [line("1", "A", "sai")]}, Invalid),
    ],
)
def test_what_cannot_be_handed_in(register, clerk, change, error):
    with pytest.raises(error):
        api.verify_list(clerk, **(HAND_IN | {"lines": LINES} | change))
    assert register.causes == []
    assert not Batch.objects.exists()


@pytest.mark.parametrize("change", [{"lines": []}, {"lines": [line("1", "A", "sai")]}, {"act": ""}])
def test_every_list_that_is_not_taken_is_written_down(register, clerk, change):
    with pytest.raises(Invalid):
        api.verify_list(clerk, **(HAND_IN | {"lines": LINES} | change))
    assert [one.action for one in entries()] == ["registry.refuse"]


def test_many_claims_about_one_person_are_guesses_and_asked_once(register, clerk):
    lines = [line(HOA, "Trần Thị Hoa"), line(MINH, "Lê Minh"), line(HOA, "Trần Thị Hòa"), line(HOA, "Trần Thị Hoà")]
    batch = api.verify_list(clerk, lines=lines, **HAND_IN)
    advance(SYSTEM, batch_id=batch)
    assert results(batch) == ["no_match", "no_match", "", ""]
    told = api.read_differences(clerk, batch_id=batch, limit=9, offset=0)
    assert [one.problem for one in told if one.problem] == [
        "Số định danh này lặp lại dòng 1, chỉ đối chiếu một lần."
    ] * 2


def test_a_line_nobody_looked_at_before_is_looked_at_here(register, clerk):
    lines = [line("12", "An"), ListedClaim(personal_id=MINH, claim=Claim()), line(HOA, "An")]
    batch = api.verify_list(clerk, lines=lines, **HAND_IN)
    problems = BatchLine.objects.filter(batch_id=batch).order_by("number").values_list("problem", flat=True)
    assert list(problems) == [rules.NOT_A_NUMBER, rules.NOTHING_CLAIMED, ""]


def test_more_lines_than_a_day_allows_are_refused_and_somebody_is_told(register, clerk, monkeypatch):
    monkeypatch.setattr(batches, "LINES_LIMIT", Limit(name="test.lines", count=4, seconds=86_400))
    advance(SYSTEM, batch_id=api.verify_list(clerk, lines=LINES, **HAND_IN))
    for key in ("k-2", "k-3"):
        with pytest.raises(TooMany):
            api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": key}))
    assert Batch.objects.count() == 1
    assert OutboxMessage.objects.filter(topic=api.TOO_MANY_TOPIC).count() == 1
    api.verify_list(clerk, lines=LINES[:1], **(HAND_IN | {"request_key": "k-4"}))


def test_many_small_lists_are_many_questions(register, clerk, monkeypatch):
    monkeypatch.setattr(asking, "OFFICER_LIMIT", Limit(name="test.officer", count=1, seconds=3600))
    advance(SYSTEM, batch_id=api.verify_list(clerk, lines=LINES, **HAND_IN))
    with pytest.raises(TooMany):
        api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": "k-2"}))


def test_a_list_compares_what_its_purpose_allows(register, clerk):
    lines = [ListedClaim(personal_id=HOA, claim=Claim(old_number="183000201"))]
    with pytest.raises(NotPermitted) as refused:
        api.verify_list(clerk, lines=lines, **(HAND_IN | {"purpose": "giao_duc"}))
    assert (refused.value.code, Batch.objects.count()) == ("claim_not_allowed", 0)
    assert api.verify_list(clerk, lines=lines, **HAND_IN)


@pytest.mark.parametrize("before", ["count_question", "check_claimed"])
def test_two_clicks_at_once_are_one_list(register, clerk, monkeypatch, before):
    real, other = getattr(batches, before), []

    def meanwhile(*args: Any) -> None:
        monkeypatch.setattr(batches, before, real)
        other.append(api.verify_list(clerk, lines=LINES, **HAND_IN))
        real(*args)

    monkeypatch.setattr(batches, before, meanwhile)
    assert [api.verify_list(clerk, lines=LINES, **HAND_IN)] == other
    assert [one.action for one in entries()] == ["registry.open_batch"]


def test_a_refused_list_is_written_down(register, clerk):
    with pytest.raises(NotPermitted):
        api.verify_list(clerk, lines=LINES, **(HAND_IN | {"purpose": "y_te"}))
    (told,) = entries()
    assert told.action == "registry.refuse"
    assert json.loads(told.body)["details"] == {"verb": "batch", "reason": "verb_not_allowed"}


def test_a_register_that_is_away_is_waited_for(batch, register, clerk):
    _taken_by_a_worker()
    register.fails = Reason.MAINTENANCE
    assert not advance(SYSTEM, batch_id=batch)
    waiting = api.batch(clerk, batch)
    assert (waiting.status, waiting.reason) == (BatchStatus.RUNNING, "maintenance")
    assert ProcrastinateJob.objects.filter(task_name=TASK, scheduled_at__isnull=False).exists()
    register.fails = None
    assert advance(SYSTEM, batch_id=batch)
    assert api.batch(clerk, batch).reason == ""


def test_a_register_that_refuses_ends_it_with_the_reason(batch, register, clerk):
    register.fails = Reason.NOT_AUTHORISED
    assert advance(SYSTEM, batch_id=batch)
    ended = api.batch(clerk, batch)
    assert (ended.status, ended.reason) == (BatchStatus.FAILED, "not_authorised")
    assert [one.action for one in entries()][-1] == "registry.fail"
    calls = len(register.causes)
    assert advance(SYSTEM, batch_id=batch)
    assert len(register.causes) == calls, "what ended is not asked again"


def test_a_register_that_is_still_comparing_is_looked_at_again(batch, register):
    register.behind = 2
    assert not advance(SYSTEM, batch_id=batch)
    assert results(batch) == ["match", "", "", ""]
    register.behind = 0
    assert advance(SYSTEM, batch_id=batch)
    assert results(batch) == ["match", "", "no_match", "not_found"]


def test_cut_between_pages_it_goes_on_where_it_was_and_tells_nobody_twice(register, clerk, monkeypatch):
    monkeypatch.setattr(batch_work, "PAGE", 2)
    lines = [line(f"{90000100 + number:012}", f"Người {number}") for number in range(7)]
    batch = api.verify_list(clerk, lines=lines, **HAND_IN)
    calls, limit = 0, 7

    def cut(self: Register, cause: object) -> None:
        nonlocal calls
        calls += 1
        if calls == limit:
            raise ConnectionAbortedError("the process dies here")

    monkeypatch.setattr(Register, "_hear", cut)
    with pytest.raises(ConnectionAbortedError):
        advance(SYSTEM, batch_id=batch)
    done = Batch.objects.get(pk=batch).done
    assert 0 < done < len(lines)
    assert advance(SYSTEM, batch_id=batch)
    assert results(batch) == ["not_found"] * 7
    told = [json.loads(one.body)["details"] for one in entries() if one.action == "registry.batch"]
    assert sum(one["count"] for one in told) == len(lines)


def test_a_slower_worker_stores_nothing_twice(batch, register):
    advance(SYSTEM, batch_id=batch)
    before = len(entries())
    row = Batch.objects.get(pk=batch)
    batch_work._store(row, 0, register.batch_results(row.pk.hex, start=0, limit=9, cause=register.causes[0]))
    assert len(entries()) == before


def test_only_who_handed_it_in_reads_it_and_reading_is_told(batch, clerk):
    advance(SYSTEM, batch_id=batch)
    lines = api.read_differences(clerk, batch_id=batch, limit=50, offset=0)
    assert [(one.number, one.result) for one in lines] == [(2, ""), (3, "no_match"), (4, "not_found")]
    assert api.count_to_look_into(batch) == 3
    assert [one.number for one in api.read_all(clerk, batch_id=batch)] == [1, 2, 3, 4]
    assert [one.action for one in entries()][-2:] == ["registry.read_batch"] * 2
    stranger = Actor(user_id=new_id(), name="Khác", role=clerk.role, unit_code=clerk.unit_code)
    assert api.batches(stranger, limit=9) == []
    for read in (api.read_differences, api.read_all):
        extra = {"limit": 9, "offset": 0} if read is api.read_differences else {}
        with pytest.raises(NotFound):
            read(stranger, batch_id=batch, **extra)


def test_the_work_is_the_platforms_alone(batch, clerk):
    with pytest.raises(NotPermitted):
        advance(clerk, batch_id=batch)
