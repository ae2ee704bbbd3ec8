"""Each of the 25 services: filed by a citizen, worked on by the unit that takes it in, paid, decided, handed over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.kernel.cases.office import MORNING, citizen, officer
from tests.pilots.p01_essential_services.answering import answers_to, papers_for
from tests.pilots.p01_essential_services.test_procedures import CATALOGUE

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.calendar import default_calendar
from dean06.kernel.base.money import Dong, format_dong
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.deadlines import due
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.models import Case, Task
from dean06.kernel.cases.procedures.forms import fees_due
from dean06.kernel.cases.procedures.types import Act, Channel, DecisionList, Procedure, StepSpec
from dean06.kernel.cases.receivers import receivers
from dean06.kernel.cases.types import SlipKind, Status
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.models import Order
from dean06.kernel.payments.types import Method

LISTED = [one for one in CATALOGUE.on(MORNING.date()) if DecisionList.QD_06 in one.lists]


class Desk:
    """The people of the unit that takes a procedure in."""

    def __init__(self, procedure: Procedure) -> None:
        self.unit = receivers(procedure.code, clock.today())[0]
        names = {"Lê Thị Lan": Role.CLERK, "Đặng Quốc Bảo": Role.LEADER}
        parties.load_reference_data(SYSTEM)
        self.by_role = {
            role: officer(f"00002600000{place}", name, role, self.unit)
            for place, (name, role) in enumerate(names.items(), start=3)
        }

    def do(self, act: Any, case: Case, who: Role = Role.CLERK, **facts: Any) -> None:
        act(self.by_role[who], case_id=case.pk, expected_revision=case.revision, **facts)
        case.refresh_from_db()


@pytest.fixture(params=LISTED, ids=lambda one: one.code)
def procedure(request: pytest.FixtureRequest) -> Procedure:
    return request.param


@pytest.fixture
def morning(db: None) -> Iterator[None]:
    with clock.at(MORNING):
        yield


def test_the_25_are_walked() -> None:
    assert len(LISTED) == 25


@pytest.mark.usefixtures("morning", "nothing_to_find_out")
def test_it_is_filed_paid_decided_and_handed_over(
    procedure: Procedure, django_capture_on_commit_callbacks: Any
) -> None:
    desk, applicant = Desk(procedure), citizen("000026000001", "Trần Thị Hoa")
    case = _filed(procedure, desk, applicant)
    assert (case.status, case.channel, case.version.code) == (Status.SUBMITTED, Channel.ONLINE, procedure.code)

    desk.do(cases.receive, case)
    _check_clock(procedure, case)
    slip = cases.slip(applicant, case_id=case.pk, kind=SlipKind.RECEIPT)
    assert slip.code == case.code

    owed = Dong(sum(fee.amount or 0 for fee in fees_due(procedure, case.answers, Channel.ONLINE)))
    is_paid = False
    for step in procedure.steps:
        role = _at(desk, case, step)
        if owed and not is_paid and Act.ASK_PAYMENT in step.acts:
            _pay(desk, case, role, owed, django_capture_on_commit_callbacks)
            is_paid = True
        if Act.DECIDE in step.acts:
            desk.do(cases.decide, case, role, result_number="25/KQ")
            break
    assert is_paid is bool(owed), "a fee nobody can ask for"
    desk.do(cases.hand_over, case, to="Trần Thị Hoa")
    _check_end(desk, applicant, case, owed)


def _filed(procedure: Procedure, desk: Desk, applicant: Actor) -> Case:
    answers = answers_to(procedure)
    child_units = {child.procedure: receivers(child.procedure, clock.today())[0] for child in procedure.children}
    filed = cases.file_case(
        applicant,
        key="1",
        procedure=procedure.code,
        unit_code=desk.unit,
        answers=answers,
        papers=papers_for(procedure, answers),
        child_units=child_units,
    )
    assert len(filed.children) == len(procedure.children), filed.failures
    return Case.objects.select_related("version").get(pk=filed.case_id)


def _check_clock(procedure: Procedure, case: Case) -> None:
    assert case.received_at.date() == clock.today()
    assert case.due_at == due(procedure.deadline, case.received_at, default_calendar())
    assert case.due_at > case.received_at


def _at(desk: Desk, case: Case, step: StepSpec) -> Role:
    """The case lies at the step, passed on if it must be; the role that has it there."""
    task = Task.objects.get(case=case, closed_at__isnull=True)
    if step.code != task.step_code:
        desk.do(cases.assign, case, Role(task.role), step=step.code)
    return step.role


def _pay(desk: Desk, case: Case, role: Role, owed: Dong, committed: Any) -> None:
    """What the table of fees says for this filing: asked for by an order, paid at the counter, heard by the case."""
    desk.do(cases.ask_payment, case, role, amount=owed, what="Phí, lệ phí theo biểu")
    assert case.status == Status.PAYMENT_ASKED
    order = Order.objects.get(subject__startswith=f"case:{case.pk}/")
    assert (order.amount, order.payer_id) == (owed, case.applicant_id)
    with committed(execute=True):
        payments.pay_at_counter(desk.by_role[Role.CLERK], order_id=order.pk, method=Method.CASH, amount=owed)
    case.refresh_from_db()
    assert case.status == Status.PROCESSING


def _check_end(desk: Desk, applicant: Actor, case: Case, paid: Dong) -> None:
    seen = cases.own_case_view(applicant, case_id=case.pk)
    assert (seen.line.status, seen.result_number, case.is_late) == (Status.HANDED_OVER, "25/KQ", False)
    acts = [step.act for step in seen.steps]
    assert (acts[:2], acts[-2:]) == (["file", "receive"], ["decide", "hand_over"])
    assert any(format_dong(paid) in step.note for step in seen.steps) is bool(paid)
    control = cases.slip(desk.by_role[Role.CLERK], case_id=case.pk, kind=SlipKind.CONTROL)
    assert control.course[-1].done_at is not None
    book = cases.register_book(desk.by_role[Role.CLERK], first=clock.today() - timedelta(days=1), last=clock.today())
    assert case.code in {line.code for line in book.lines}


def test_the_catalogue_of_the_installation_is_the_one_walked() -> None:
    assert {one.procedure.code for one in catalogue().declared} >= {one.code for one in LISTED}
