"""A list is cut at every point there is, before and after the register took what was sent, and still ends well."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.kernel.registry.conftest import Register, entries

from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.ports.population import BatchState, Claim, Comparison, Match, Reason, RegisterFailed
from dean06.kernel.registry import api
from dean06.kernel.registry.batch_jobs import TASK
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.services import batch_ending, batch_work
from dean06.kernel.registry.services.batch_work import advance
from dean06.kernel.registry.types import STUCK, BatchStatus, ListedClaim

HAND_IN: dict[str, Any] = {"purpose": "so_hoa", "act": "KH-12", "request_key": "k-1"}
LINES = [ListedClaim(personal_id=f"{90000100 + one:012}", claim=Claim(full_name="An")) for one in range(7)]
REMOTE = ("open_batch", "batch_state", "send_rows", "batch_results")
PAGE = 3
CALLS_OF_A_WHOLE_RUN = 7  # opened once, three pages out, three pages in
ERRORS = {"no answer": lambda: RegisterFailed(Reason.TIMED_OUT), "our end": lambda: ConnectionAbortedError("it dies")}


@pytest.fixture
def batch(register: Register, clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> UUID:
    monkeypatch.setattr(batch_work, "PAGE", PAGE)
    return api.verify_list(clerk, lines=LINES, **HAND_IN)


def cut(monkeypatch: pytest.MonkeyPatch, at: int, error: Callable[[], Exception], *, is_taken: bool) -> list[str]:
    """Let the call number ``at`` fail once, after the register took it when ``is_taken``; the calls made are told."""
    calls: list[str] = []

    def failing(name: str) -> Callable[..., Any]:
        real = getattr(Register, name)

        def call(self: Register, *args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            if len(calls) != at:
                return real(self, *args, **kwargs)
            if is_taken:
                real(self, *args, **kwargs)
            raise error()

        return call

    for name in REMOTE:
        monkeypatch.setattr(Register, name, failing(name))
    return calls


def work_on(batch: UUID) -> bool:
    try:
        return advance(SYSTEM, batch_id=batch)
    except ConnectionAbortedError:
        return False


@pytest.mark.parametrize("how", [(error, is_taken) for error in ERRORS for is_taken in (False, True)], ids=str)
@pytest.mark.parametrize("at", range(1, CALLS_OF_A_WHOLE_RUN + 1))
def test_cut_anywhere_it_goes_on_and_tells_everybody_once(batch, clerk, monkeypatch, at, how):
    error, is_taken = how
    cut(monkeypatch, at, ERRORS[error], is_taken=is_taken)
    assert not work_on(batch)
    assert work_on(batch)
    found = api.batch(clerk, batch)
    assert (found.status, found.sent, found.done, found.reason) == (BatchStatus.DONE, 7, 7, "")
    assert found.by_result == {"not_found": 7}
    told = [json.loads(one.body)["details"] for one in entries() if one.action == "registry.batch"]
    assert sum(one["count"] for one in told) == len(LINES)


def test_the_points_above_are_all_there_are(batch, monkeypatch):
    calls = cut(monkeypatch, 0, ConnectionAbortedError, is_taken=False)
    assert work_on(batch)
    assert len(calls) == CALLS_OF_A_WHOLE_RUN


def test_a_register_that_has_dropped_the_list_is_told_again(batch, register, clerk):
    register.behind = 1
    assert not advance(SYSTEM, batch_id=batch)
    register.batches.clear()
    register.behind = 0
    assert advance(SYSTEM, batch_id=batch)
    assert api.batch(clerk, batch).by_result == {"not_found": 7}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("open_batch", BatchState(total=9, received=9, done=9)),
        ("batch_results", [(place, Comparison(result=Match.MATCH)) for place in range(9)]),
    ],
)
def test_a_register_that_speaks_of_another_list_ends_it(batch, clerk, monkeypatch, name, answer):
    monkeypatch.setattr(Register, name, lambda *_args, **_kwargs: answer)
    assert advance(SYSTEM, batch_id=batch)
    assert api.batch(clerk, batch).reason == "out_of_protocol"


def lose_the_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = %s", [TASK])


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=TASK, status="todo").count()


def test_a_list_whose_job_is_lost_gets_another(batch):
    assert batch_ending.sweep_lists(SYSTEM) == 0
    assert waiting() == 1
    lose_the_job()
    assert batch_ending.sweep_lists(SYSTEM) == 1
    assert (waiting(), Batch.objects.get().status) == (1, BatchStatus.RUNNING)


def test_a_list_that_ends_every_worker_is_given_up_and_the_officer_is_free(batch, clerk):
    for _ in range(batch_ending.MOST_REVIVALS):
        lose_the_job()
        batch_ending.sweep_lists(SYSTEM)
    lose_the_job()
    assert batch_ending.sweep_lists(SYSTEM) == 1
    found = api.batch(clerk, batch)
    assert (found.status, found.reason, waiting()) == (BatchStatus.FAILED, STUCK, 0)
    assert [one.action for one in entries()][-1] == "registry.fail"
    assert api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": "k-2"})) != batch


def test_results_that_come_in_show_that_a_list_is_well(batch, register):
    register.behind = 1
    lose_the_job()
    batch_ending.sweep_lists(SYSTEM)
    assert Batch.objects.get().revived == 1
    advance(SYSTEM, batch_id=batch)
    assert Batch.objects.get().revived == 0


def test_an_officer_cancels_a_list_and_hands_in_another(batch, register, clerk):
    register.behind = 1
    advance(SYSTEM, batch_id=batch)
    api.cancel_list(clerk, batch_id=batch)
    found = api.batch(clerk, batch)
    assert (found.status, found.done) == (BatchStatus.CANCELLED, 6)
    assert [one.action for one in entries()][-1] == "registry.cancel_batch"
    calls = len(register.causes)
    assert advance(SYSTEM, batch_id=batch)
    assert len(register.causes) == calls, "nothing more is asked"
    assert api.verify_list(clerk, lines=LINES, **(HAND_IN | {"request_key": "k-2"})) != batch


@pytest.mark.parametrize("reason", [None, Reason.NOT_AUTHORISED, Reason.MAINTENANCE])
def test_cancelled_while_a_worker_is_at_it_nothing_is_stored_or_changed(batch, clerk, monkeypatch, reason):
    real = Register.batch_results

    def meanwhile(self: Register, *args: Any, **kwargs: Any) -> Any:
        api.cancel_list(clerk, batch_id=batch)
        if reason:
            raise RegisterFailed(reason)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Register, "batch_results", meanwhile)
    assert advance(SYSTEM, batch_id=batch)
    found = api.batch(clerk, batch)
    assert (found.status, found.done, found.reason, found.by_result) == (BatchStatus.CANCELLED, 0, "", {})
    assert [one.action for one in entries()][-1] == "registry.cancel_batch"


def test_what_is_over_or_another_officers_is_not_cancelled(batch, clerk):
    stranger = Actor(user_id=new_id(), name="Khác", role=clerk.role, unit_code=clerk.unit_code)
    with pytest.raises(NotFound):
        api.cancel_list(stranger, batch_id=batch)
    advance(SYSTEM, batch_id=batch)
    with pytest.raises(Conflict):
        api.cancel_list(clerk, batch_id=batch)


def test_only_the_platform_sweeps(batch, clerk):
    with pytest.raises(NotPermitted):
        batch_ending.sweep_lists(clerk)
