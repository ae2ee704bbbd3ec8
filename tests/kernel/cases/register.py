"""A population register of a few people: facts and households by number, what was asked, and its silence."""

from collections.abc import Iterator
from contextlib import contextmanager

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.wiring import override
from dean06.kernel.cases.services import register as asking
from dean06.kernel.ports.population import Cause, Facts, Field, PopulationRegister, Reason, RegisterFailed
from dean06.kernel.registry import api as registry


class Register:
    """``asked``: the verb, the number and the facts of every question."""

    def __init__(self, *people: Facts, households: tuple[tuple[str, ...], ...] = (), is_silent: bool = False) -> None:
        self.people = {one.personal_id: one for one in people}
        self.households = households
        self.is_silent = is_silent
        self.asked: list[tuple[str, str, frozenset[Field]]] = []

    def lookup(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Facts | None:
        self._hear("lookup", personal_id, fields)
        return self.people.get(personal_id)

    def household(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> list[Facts] | None:
        self._hear("household", personal_id, fields)
        found = next((house for house in self.households if personal_id in house), None)
        return None if found is None else [Facts(personal_id=number) for number in found]

    def _hear(self, verb: str, personal_id: str, fields: frozenset[Field]) -> None:
        self.asked.append((verb, personal_id, fields))
        if self.is_silent:
            raise RegisterFailed(Reason.UNREACHABLE)


@contextmanager
def answering(register: Register) -> Iterator[Register]:
    """The installation has agreed on its purposes, and this register answers."""
    registry.load_purposes(SYSTEM)
    asking._housemates.clear()
    with override(PopulationRegister, register):
        yield register
    asking._housemates.clear()
