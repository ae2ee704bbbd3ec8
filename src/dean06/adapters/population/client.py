"""Implements ``kernel.ports.population``: eight verbs, each one call."""

from collections.abc import Sequence

from dean06.adapters.population import messages
from dean06.adapters.population.citizens import read_citizens
from dean06.adapters.population.door import Call, Door
from dean06.adapters.population.settings import PopulationConfig
from dean06.kernel.ports.population import (
    BatchRow,
    BatchState,
    Cause,
    ChangePage,
    Claim,
    Comparison,
    Facts,
    Field,
    Reason,
    RegisterFailed,
)

BATCH = "batchVerify"


class PopulationClient:
    """One register. Thread-safe; connections are kept open between calls."""

    def __init__(self, config: PopulationConfig) -> None:
        self._door = Door(config)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def verify(self, personal_id: str, claim: Claim, *, cause: Cause) -> Comparison:
        """See PopulationRegister.verify."""
        body = messages.verify_request(personal_id, claim, cause)
        return messages.read_comparison(
            self._needed(Call(method="POST", service="verifyCitizen", cause=cause, body=body))
        )

    def lookup(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Facts | None:
        """See PopulationRegister.lookup."""
        found = self._people("getCitizen", personal_id, fields, cause)
        if found is None:
            return None
        if [one.personal_id for one in found] != [personal_id]:
            raise RegisterFailed(Reason.OTHER_PERSON)
        return found[0]

    def household(self, personal_id: str, fields: frozenset[Field], *, cause: Cause) -> Sequence[Facts] | None:
        """See PopulationRegister.household. Somebody dead is no member of the household that answers for them."""
        found = self._people("getHousehold", personal_id, fields, cause)
        members = [one.personal_id for one in found or ()]
        if members and (personal_id not in members or len(set(members)) != len(members)):
            raise RegisterFailed(Reason.OTHER_PERSON)
        return found

    def open_batch(self, batch_id: str, total: int, *, cause: Cause) -> BatchState:
        """See PopulationRegister.open_batch."""
        body = messages.batch_request(batch_id, total, cause)
        answer = self._needed(Call(method="POST", service=BATCH, cause=cause, body=body))
        return messages.read_batch_state(answer, batch_id)

    def send_rows(self, batch_id: str, rows: Sequence[BatchRow], *, cause: Cause) -> BatchState:
        """See PopulationRegister.send_rows."""
        body = messages.batch_rows(rows)
        path = f"/{batch_id}/rows/{rows[0].offset}"
        answer = self._needed(Call(method="PUT", service=BATCH, path=path, cause=cause, body=body))
        return messages.read_batch_state(answer, batch_id)

    def batch_state(self, batch_id: str, *, cause: Cause) -> BatchState | None:
        """See PopulationRegister.batch_state."""
        answer = self._door.ask(Call(method="GET", service=BATCH, path=f"/{batch_id}", cause=cause))
        return None if answer is None else messages.read_batch_state(answer, batch_id)

    def batch_results(self, batch_id: str, *, start: int, limit: int, cause: Cause) -> Sequence[tuple[int, Comparison]]:
        """See PopulationRegister.batch_results."""
        path = f"/{batch_id}/results?from={start}&limit={limit}"
        answer = self._needed(Call(method="GET", service=BATCH, path=path, cause=cause))
        return messages.read_results(answer, start=start, limit=limit)

    def changes_since(self, since: str, *, limit: int, cause: Cause) -> ChangePage:
        """See PopulationRegister.changes_since."""
        path = f"?{messages.changes_query(since, limit, cause)}"
        return messages.read_changes(
            self._needed(Call(method="GET", service="listChanges", path=path, cause=cause)), limit
        )

    def _people(self, service: str, personal_id: str, fields: frozenset[Field], cause: Cause) -> list[Facts] | None:
        body = messages.citizen_request(personal_id, fields, cause)
        answer = self._door.ask(Call(method="POST", service=service, cause=cause, body=body))
        return None if answer is None else read_citizens(answer, fields)

    def _needed(self, call: Call) -> bytes:
        """An answer where 404 is none: the service always knows what to say."""
        answer = self._door.ask(call)
        if answer is None:
            raise RegisterFailed(Reason.OUT_OF_PROTOCOL, "status 404")
        return answer
