"""Every declared file is walked by officers from the counter to the hand that takes the result."""

import pytest
from tests.kernel.cases.office import MORNING, UNIT, Office
from tests.pilots.p01_essential_services.test_procedures import CATALOGUE

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError
from dean06.kernel.cases.models import Case, CaseEvent, Filing, Task
from dean06.kernel.cases.pinning import procedure_of
from dean06.kernel.cases.procedures.catalogue import Declared
from dean06.kernel.cases.procedures.types import Act, Channel
from dean06.kernel.cases.services import handling, making
from dean06.kernel.cases.statuses import Status
from dean06.kernel.parties import api as parties

DECLARED = CATALOGUE.declared


@pytest.fixture
def office(db):
    with clock.at(MORNING):
        yield Office()


def case_of(office: Office, declared: Declared) -> Case:
    """A case under this very file, whatever its days; its answers do not matter to the way it goes."""
    filing = Filing.objects.create(
        key=declared.file, digest="0" * 64, applicant_id=office.mother.party_id, filed_by="Trần Thị Hoa"
    )
    content = making.Parcel(
        declared=declared,
        unit_code=UNIT,
        unit_name=parties.unit(UNIT, clock.today()).name,
        agency="000.01.01.H27",
        answers={},
        papers=(),
        channel=Channel.COUNTER,
        holder_id=office.mother.party_id,
        errors={},
    )
    return making.make_case(office.mother, content, filing=filing, parent=None)


def officer_at(office: Office, task: Task) -> Actor:
    return {Role.CLERK: office.clerk, Role.LEADER: office.chair}[Role(task.role)]


def walk(office: Office, case: Case) -> list[int]:
    """The statuses on the way: taken in, passed on step by step until a desk decides, handed over."""
    steps = procedure_of(case.version).steps
    office.do(handling.receive, case)
    for step in steps:
        task = Task.objects.get(case=case, closed_at__isnull=True)
        who = officer_at(office, task)
        if step.code != task.step_code:
            office.do(handling.assign, case, who, step=step.code)
            who = officer_at(office, Task.objects.get(case=case, closed_at__isnull=True))
        if Act.DECIDE in step.acts:
            office.do(handling.decide, case, who, result_number="1")
            break
    office.do(handling.hand_over, case, to="Tại quầy")
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("status", flat=True))


@pytest.mark.usefixtures("nothing_to_find_out")
def test_every_declared_file_comes_to_its_end_in_time(office, monkeypatch):
    monkeypatch.setattr(making, "receivers", lambda procedure, day: (UNIT,))  # every file is walked at one office
    stuck = {}
    for declared in DECLARED:
        case = case_of(office, declared)
        try:
            statuses = walk(office, case)
        except DomainError as refusal:
            stuck[declared.file] = refusal.message
            continue
        assert statuses[0:2] == [1, 2], declared.file
        assert case.status == Status.HANDED_OVER, declared.file
        if case.is_late:
            stuck[declared.file] = "quá hạn"
    assert stuck == {}
    assert len(DECLARED) == Case.objects.count()
