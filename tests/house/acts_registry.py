"""The registry's services, each prepared so that it does its work once."""

from datetime import timedelta
from typing import Any

from tests.house.acts import Doing, World, act
from tests.kernel.registry.conftest import HOA, Register

from dean06.kernel.base import clock
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.population import Claim, Field, PopulationRegister
from dean06.kernel.registry.models import Purpose
from dean06.kernel.registry.services import calls, purposes
from dean06.kernel.registry.types import Verb

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


@act(purposes.load_purposes, "registry.load_purposes")
def _(world: World) -> Doing:
    Purpose.objects.all().delete()
    return purposes.load_purposes


@act(purposes.revise_purpose, "registry.revise_purpose")
def _(world: World) -> Doing:
    change: dict[str, Any] = {
        "code": "y_te",
        "fields": [Field.FULL_NAME],
        "verbs": [Verb.VERIFY],
        "legal_basis": "Luật",
        "source": "Thỏa thuận",
        "verified": True,
        "valid_from": clock.today() + timedelta(days=1),
    }
    return lambda: purposes.revise_purpose(world.operator, **change)
