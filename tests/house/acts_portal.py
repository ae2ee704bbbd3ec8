"""Services around the national portal, each prepared so that it does its work once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.house.acts import Doing, World, act
from tests.kernel.cases.fake_portal import BIRTH, feeding, written
from tests.kernel.cases.office import Office, procedures

from dean06.kernel.cases.services import arrivals
from dean06.kernel.cases.services.arrival_reading import PORTAL


def _kept(code: str, **changes: Any) -> UUID:
    """A message of the portal, kept."""
    return arrivals.note_arrival(PORTAL, message_id=code, raw=written(replace(BIRTH, code=code, **changes)))


def _inside(do: Callable[[], Any]) -> Doing:
    def doing() -> None:
        with procedures(), feeding():
            do()

    return doing


@act(arrivals.note_arrival, "cases.note_arrival")
def _(world: World) -> Doing:
    return _inside(lambda: _kept("G22-1"))


@act(arrivals.take_arrival, "cases.file")
def _(world: World) -> Doing:
    with procedures(), feeding():
        Office()
        arrival = _kept("G22-2")
    return _inside(lambda: arrivals.take_arrival(PORTAL, arrival_id=arrival))


def _held(code: str) -> UUID:
    with procedures(), feeding():
        arrival = _kept(code, procedure="9.999999")
        arrivals.take_arrival(PORTAL, arrival_id=arrival)
    return arrival


@act(arrivals.retry_arrival, "cases.retry_arrival")
def _(world: World) -> Doing:
    arrival = _held("G22-3")
    return _inside(lambda: arrivals.retry_arrival(world.operator, arrival_id=arrival))


@act(arrivals.refuse_arrival, "cases.refuse_arrival")
def _(world: World) -> Doing:
    arrival = _held("G22-4")
    return _inside(lambda: arrivals.refuse_arrival(world.operator, arrival_id=arrival, reason="Nộp nhầm nơi"))
