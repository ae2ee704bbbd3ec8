"""The provincial police, people of the demo, and the register's twin over loopback."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.kernel.registry.conftest import Register
from tests.sandbox.judicial_twin import JudicialTwin, judicial_twin, shared_register

from dean06.config import seeding
from dean06.kernel.base import outbox
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import CaseView, Filed
from dean06.kernel.ports.judicial_register import JudicialRegister
from dean06.kernel.ports.population import PopulationRegister
from dean06.pilots.p16_criminal_records import seed
from dean06.pilots.p16_criminal_records.models import RecordRequest, Search
from dean06.pilots.p16_criminal_records.services import ordering, sending

__all__ = ["judicial_twin", "shared_register"]


@dataclass
class Station:
    """Everybody, and what they do all day."""

    twin: JudicialTwin
    actor: Callable[[str], Actor]

    @property
    def clerk(self) -> Actor:
        return self.actor("record_clerk")

    @property
    def signer(self) -> Actor:
        return self.actor("record_signer")

    def filed(self, who: str = "quyen", form: str = "so_1", **changes: Any) -> UUID:
        """Somebody asks; the counter takes it in."""
        filed = self.handed_in(who, form, **changes)
        cases.receive(self.clerk, case_id=filed.case_id, expected_revision=1)
        ordering.open_request(SYSTEM, case_id=filed.case_id)
        return filed.case_id

    def handed_in(self, who: str = "quyen", form: str = "so_1", **changes: Any) -> Filed:
        """At the counter of the provincial police."""
        return seed.file_at_counter(
            self.clerk, self.actor(who), key=f"test:{who}:{form}{changes}", form_number=form, **changes
        )

    def searched(self, case_id: UUID) -> Search:
        """The order goes out and its answer is fetched."""
        search = self.search(case_id)
        outbox.deliver(f"{ordering.TOPIC}:{search.pk}")
        sending.ask_for_answers()
        search.refresh_from_db()
        return search

    def search(self, case_id: UUID) -> Search:
        """The newest."""
        return Search.objects.filter(request__case_id=case_id).order_by("-number")[0]

    def request(self, case_id: UUID) -> RecordRequest:
        return RecordRequest.objects.get(case_id=case_id)

    def case(self, case_id: UUID) -> CaseView:
        return cases.read_case(self.clerk, case_id=case_id)

    def to_step(self, case_id: UUID, step: str) -> None:
        """The case is passed on."""
        revision = self.case(case_id).line.revision
        cases.assign(self.clerk, case_id=case_id, expected_revision=revision, step=step)

    def at_hand(self, who: str = "quyen", form: str = "so_1", **changes: Any) -> UUID:
        """A request whose search is answered and which lies at the searching step."""
        case_id = self.filed(who, form, **changes)
        self.searched(case_id)
        self.to_step(case_id, "thu_ly")
        return case_id

    def decide(self, case_id: UUID) -> None:
        """The signer signs."""
        revision = self.case(case_id).line.revision
        cases.decide(self.signer, case_id=case_id, expected_revision=revision, result_number="12/LLTP")


@pytest.fixture(scope="module")
def actors(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], Actor]]:
    """The people of the demo, entered once for a module and taken back at its end."""
    story = transaction.atomic()
    story._from_testcase = True
    with django_db_blocker.unblock(), story:
        seeding.people()
        yield cache(seeding.actor_today)
        transaction.set_rollback(True)


@pytest.fixture
def station(actors: Callable[[str], Actor], db: None, judicial_twin: JudicialTwin) -> Iterator[Station]:
    client = judicial_twin.client()
    with override(JudicialRegister, client), override(PopulationRegister, Register()):
        yield Station(judicial_twin, actors)
    client.close()
