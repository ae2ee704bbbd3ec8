"""The registry's services, each prepared so that it does its work once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from tests.house.acts import Doing, World, act
from tests.kernel.registry.conftest import HOA, Register

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.population import Claim, Field, PopulationRegister
from dean06.kernel.registry.batch_jobs import TASK
from dean06.kernel.registry.models import Batch, Purpose
from dean06.kernel.registry.services import batch_ending, batch_reading, batch_work, batches, calls, changes, purposes
from dean06.kernel.registry.types import ListedClaim, Verb

ASK: dict[str, Any] = {"personal_id": HOA, "purpose": "thu_tuc_hanh_chinh", "act": "H56-2026-000123"}


def _asking(world: World, verb: Any, **what: Any) -> Doing:
    def ask() -> None:
        with override(PopulationRegister, Register()):
            verb(world.clerk, **ASK, **what)

    return ask


@act(calls.verify, "registry.verify")
def _(world: World) -> Doing:
    return _asking(world, calls.verify, claim=Claim(full_name="Trần Thị Hòa"))


@act(calls.lookup, "registry.lookup")
def _(world: World) -> Doing:
    return _asking(world, calls.lookup, fields=frozenset({Field.FULL_NAME}))


@act(calls.household, "registry.household")
def _(world: World) -> Doing:
    return _asking(world, calls.household, fields=frozenset({Field.FULL_NAME}))


@act(calls.refuse, "registry.refuse")
def _(world: World) -> Doing:
    refusal = NotPermitted("không được", code="purpose_not_yours")
    return lambda: calls.refuse(world.clerk, verb=Verb.LOOKUP, personal_id=HOA, refusal=refusal)


def _handed_in(world: World) -> UUID:
    lines = [ListedClaim(personal_id=HOA, claim=Claim(full_name="Trần Thị Hòa"))]
    return batches.verify_list(world.clerk, lines=lines, purpose="so_hoa", act="KH-1", request_key=uuid4().hex)


@act(batches.verify_list, "registry.open_batch")
def _(world: World) -> Doing:
    lines = [ListedClaim(personal_id=HOA, claim=Claim(birth="1951"))]
    what: dict[str, Any] = {"lines": lines, "purpose": "so_hoa", "act": "KH-1", "request_key": uuid4().hex}
    Batch.objects.filter(user_id=world.clerk.user_id).delete()
    return lambda: batches.verify_list(world.clerk, **what)


@act(batch_work.advance, "registry.batch")
def _(world: World) -> Doing:
    Batch.objects.filter(user_id=world.clerk.user_id).delete()
    batch = _handed_in(world)

    def work() -> None:
        with override(PopulationRegister, Register()):
            batch_work.advance(SYSTEM, batch_id=batch)

    return work


@act(batch_reading.read_differences, "registry.read_batch")
def _(world: World) -> Doing:
    Batch.objects.filter(user_id=world.clerk.user_id).delete()
    batch = _handed_in(world)
    return lambda: batch_reading.read_differences(world.clerk, batch_id=batch, limit=9, offset=0)


@act(batch_reading.read_all, "registry.read_batch")
def _(world: World) -> Doing:
    Batch.objects.filter(user_id=world.clerk.user_id).delete()
    batch = _handed_in(world)
    return lambda: batch_reading.read_all(world.clerk, batch_id=batch)


@act(batch_ending.cancel_list, "registry.cancel_batch")
def _(world: World) -> Doing:
    Batch.objects.filter(user_id=world.clerk.user_id).delete()
    batch = _handed_in(world)
    return lambda: batch_ending.cancel_list(world.clerk, batch_id=batch)


@act(batch_ending.sweep_lists, "registry.fail")
def _(world: World) -> Doing:
    Batch.objects.all().delete()
    batch = _handed_in(world)
    Batch.objects.filter(pk=batch).update(revived=batch_ending.MOST_REVIVALS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = %s", [TASK])
    return lambda: batch_ending.sweep_lists(SYSTEM)


@act(changes.changes_since, "registry.changes")
def _(world: World) -> Doing:
    del world

    def ask() -> None:
        with override(PopulationRegister, Register()):
            changes.changes_since(SYSTEM, since="", purpose="ho_tich", act="KH-1")

    return ask


@act(changes.follow_changes, "registry.changes")
def _(world: World) -> Doing:
    del world

    def follow() -> None:
        with override(PopulationRegister, Register()):
            changes.follow_changes(SYSTEM)

    return follow


@act(purposes.load_purposes, "registry.load_purposes")
def _(world: World) -> Doing:
    Purpose.objects.all().delete()
    return purposes.load_purposes


@act(purposes.revise_purpose, "registry.revise_purpose")
def _(world: World) -> Doing:
    change: dict[str, Any] = {
        "code": "y_te",
        "fields": [Field.FULL_NAME],
        "claims": [],
        "verbs": [Verb.VERIFY],
        "units": [],
        "legal_basis": "Luật",
        "source": "Thỏa thuận",
        "verified": True,
        "valid_from": clock.today() + timedelta(days=1),
    }
    return lambda: purposes.revise_purpose(world.operator, **change)
