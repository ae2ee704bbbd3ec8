"""Many cases received at once, each answered by itself; a fee asked for and paid; a day that falls after Tết."""

import json

import pytest
from tests.kernel.cases.office import AGENCY, POLICE, at

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.money import Dong
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.models import Case, CaseEvent
from dean06.kernel.cases.services import applicant, bulk, handling
from dean06.kernel.cases.statuses import Status
from dean06.kernel.messaging.models import Message

FEE = {"amount": Dong(8000), "what": "Bản sao trích lục, 1 bản"}


def births(office, count=3):
    """Births filed, in the order of their codes."""
    for number in range(1, count + 1):
        office.file(str(number))
    return list(Case.objects.filter(code__startswith=AGENCY).order_by("code"))


def test_each_of_many_is_answered_by_itself_with_one_entry_for_all(office):
    first, second, third = births(office)
    office.do(handling.refuse, second, reason="Nhầm nơi")
    elsewhere = Case.objects.filter(procedure_code="thuong_tru").first()
    chosen = {first.pk: 1, second.pk: second.revision, third.pk: 9, elsewhere.pk: 1, new_id(): 1}
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    found = cases.receive_many(office.clerk, revisions=chosen)
    assert [one.case_id for one in found] == list(chosen)
    assert [one.reason for one in found] == ["", "case_closed", "case_changed", "case_not_found", "case_not_found"]
    assert (found[0].code, found[0].due_at) == (first.code, at("05/12/2025 17:30"))
    assert all(one.refusal for one in found[1:])
    third.refresh_from_db()
    assert (Case.objects.get(pk=first.pk).status, third.status) == (Status.RECEIVED, Status.SUBMITTED)
    (entry,) = [one for one in AuditEntry.objects.exclude(pk__in=before) if one.action.startswith("cases.")]
    details = json.loads(entry.body)["details"]
    assert (entry.action, details["received"]) == ("cases.receive_many", [first.code])
    assert sorted(details["refused"].values()) == ["case_changed", "case_closed", "case_not_found", "case_not_found"]


@pytest.mark.parametrize("count", [0, 51])
def test_many_has_a_most(office, count):
    with pytest.raises(Invalid):
        cases.receive_many(office.clerk, revisions={new_id(): 1 for _ in range(count)})
    assert bulk.MOST_RECEIVED == 50


def test_a_fee_is_asked_for_paid_and_the_work_goes_on(office):
    case = office.processing()
    office.do(cases.ask_payment, case, **FEE)
    assert (case.status, case.due_at, case.pauses) == (Status.PAYMENT_ASKED, at("05/12/2025 17:30"), 0)
    told = Message.objects.order_by("created_at", "id").last()
    assert told.subject == f"Hồ sơ {case.code} cần nộp phí, lệ phí"
    assert "8.000 đ: Bản sao trích lục, 1 bản" in told.body
    with pytest.raises(Conflict):
        office.do(cases.ask_payment, case, **FEE)
    office.do(cases.confirm_payment, case, receipt="BL-0001")
    assert case.status == Status.PROCESSING
    assert CaseEvent.objects.get(case=case, number=case.revision).note == "BL-0001"
    with pytest.raises(Conflict):
        office.do(cases.confirm_payment, case, receipt="BL-0001")


@pytest.mark.parametrize("wrong", [{"amount": Dong(0)}, {"what": " "}])
def test_a_fee_is_a_sum_for_something(office, wrong):
    with pytest.raises(Invalid):
        office.do(cases.ask_payment, office.processing(), **FEE | wrong)


def test_only_a_desk_that_may_ask_for_a_fee_does(office):
    case = office.received()
    with pytest.raises(NotPermitted) as refused:
        office.do(cases.ask_payment, case, **FEE)
    assert refused.value.code == "act_not_declared"


def residence(office):
    """A residence filed with the police, seven working days."""
    answers = {"full_name": "Trần Thị Hoa", "address": "Thôn 1"}
    filed = office.file(procedure="thuong_tru", unit_code=POLICE, answers=answers, papers=[], child_units={})
    return Case.objects.get(pk=filed.case_id)


def test_what_is_received_before_tet_is_due_after_it(office):
    """Tết Bính Ngọ: offices are closed from 14 to 22 February 2026."""
    with clock.at(at("13/02/2026 15:30")):
        case = residence(office)
        office.do(handling.receive, case, office.police)
    assert case.due_at == at("03/03/2026 17:30")
    with clock.at(at("13/02/2026 16:00")):
        office.do(handling.assign, case, office.police, step="cong_an")
        office.do(handling.ask_supplement, case, office.police, request="Ảnh rõ hơn")
    with clock.at(at("24/02/2026 10:00")):
        office.do(applicant.answer_supplement, case, office.mother, answer="Gửi lại")
    assert case.due_at == at("05/03/2026 17:30")  # two working days waited: the 23rd and the 24th
