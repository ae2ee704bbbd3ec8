"""What officers' pages ask: buttons that the services would let through, papers and exports within the unit alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.kernel.audit_trail import bodies_of
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import AT_COUNTER, MORNING, SCAN, SCANNED

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import api
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services import applicant, fees, handling
from dean06.kernel.cases.services.saved_views import MOST_VIEWS
from dean06.kernel.cases.types import Act, Channel, QueueChoice

DOING = {
    Act.RECEIVE: (handling.receive, {}),
    Act.REFUSE: (handling.refuse, {"reason": "Không thuộc thẩm quyền"}),
    Act.ASSIGN: (handling.assign, {}),
    Act.RETURN: (handling.send_back, {"reason": "Xem lại"}),
    Act.ASK_SUPPLEMENT: (handling.ask_supplement, {"request": "Bổ sung", "counts_as_overdue": True}),
    Act.ASK_PAYMENT: (fees.ask_payment, {"amount": 8000, "what": "Bản sao"}),
    Act.CONFIRM_PAYMENT: (fees.confirm_payment, {"receipt": "BL-1"}),
    Act.STOP: (handling.stop, {"reason": "Dừng"}),
    Act.EXTEND: (handling.extend, {"reason": "Xin lỗi", "promised_at": MORNING + timedelta(days=30)}),
    Act.DECIDE: (handling.decide, {"result_number": "1"}),
    Act.HAND_OVER: (handling.hand_over, {"to": "Tại quầy"}),
}


def taken(office, case, actor) -> set[Act]:
    """The acts the services take from this actor, found out by doing each and taking it back."""
    found = set()
    for act, (service, facts) in DOING.items():
        here = {"step": case.tasks.get(closed_at__isnull=True).step_code} if act is Act.ASSIGN else {}
        with transaction.atomic():
            try:
                office.do(service, case, actor, **facts, **here)
            except DomainError:
                pass
            else:
                found.add(act)
            transaction.set_rollback(True)
        case.refresh_from_db()
    return found


def withdrawn(office):
    case = office.received()
    office.do(applicant.withdraw, case, office.mother, reason="Khai nhầm")
    return case


def asked(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, request="Bổ sung")
    return case


def waiting_for_a_fee(office):
    case = office.processing()
    office.do(fees.ask_payment, case, amount=8000, what="Bản sao")
    return case


def asked_before_receipt(office):
    case = office.case()
    office.do(handling.ask_supplement, case, request="Bổ sung")
    return case


def with_the_chair(office):
    case = office.processing()
    office.do(handling.assign, case, step="lanh_dao")
    return case


BROUGHT = {
    "filed": lambda office: office.case(),
    "received": lambda office: office.received(),
    "with the registrar": lambda office: office.processing(),
    "with the chair": with_the_chair,
    "asked for more": asked,
    "asked before receipt": asked_before_receipt,
    "waiting for a fee": waiting_for_a_fee,
    "withdrawn": withdrawn,
    "decided": lambda office: office.decided(),
}


@pytest.mark.parametrize("who", ["clerk", "chair", "police"])
@pytest.mark.parametrize("start", BROUGHT)
def test_a_button_is_there_exactly_when_the_act_would_be_taken(office, start, who):
    case, actor = BROUGHT[start](office), getattr(office, who)
    assert set(api.permitted_acts(actor, case_id=case.pk)) == taken(office, case, actor)


def test_on_a_colleagues_name_only_taking_over_is_left(office):
    case = office.received()
    office.do(handling.assign, case, step="mot_cua", assignee_id=office.registrar.party_id)
    assert api.permitted_acts(office.clerk, case_id=case.pk) == (Act.ASSIGN,)
    assert Act.ASK_SUPPLEMENT not in api.permitted_acts(office.clerk, case_id=case.pk)
    assert len(api.permitted_acts(office.registrar, case_id=case.pk)) > 1


def test_whose_own_case_it_is_has_no_buttons(office):
    case = Case.objects.get(pk=office.file(answers=BIRTH | {"mother_id": "000026000003"}).case_id)
    assert api.permitted_acts(office.clerk, case_id=case.pk) == ()
    assert taken(office, case, office.clerk) == set()
    assert api.permitted_acts(office.registrar, case_id=case.pk)


def test_a_code_leads_to_a_case_of_the_own_unit_alone(office):
    case = office.case()
    assert api.case_id_of(office.clerk, code=case.code.lower()) == case.pk
    with pytest.raises(NotFound):
        api.case_id_of(office.police, code=case.code)
    with pytest.raises(NotPermitted):
        api.case_id_of(office.mother, code=case.code)


def test_a_paper_is_opened_by_the_unit_that_has_the_case_and_she_sees_it(office):
    case = Case.objects.get(pk=office.file(papers=[SCANNED]).case_id)
    other = Case.objects.get(pk=office.file(key="2", papers=[SCANNED]).case_id)
    paper = api.read_case(office.clerk, case_id=case.pk).papers[0]
    opened = api.open_paper(office.clerk, case_id=case.pk, paper_id=paper.id)
    with opened.stream as stream:
        assert (stream.read(), opened.media_type, opened.file_name) == (SCAN, "application/pdf", "chung-sinh.pdf")
    (entry,) = bodies_of("case_looks.open_paper")
    assert entry["details"]["paper"] == "giay_chung_sinh"
    with pytest.raises(NotFound):
        api.open_paper(office.police, case_id=case.pk, paper_id=paper.id)
    with pytest.raises(NotFound):
        api.open_paper(office.clerk, case_id=other.pk, paper_id=paper.id)


def test_a_paper_that_is_no_file_cannot_be_opened(office):
    counter = {"channel": Channel.COUNTER, "papers": [AT_COUNTER], "applicant_id": office.mother.party_id}
    case = Case.objects.get(pk=office.file(actor=office.clerk, **counter).case_id)
    paper = api.read_case(office.clerk, case_id=case.pk).papers[0]
    with pytest.raises(NotFound) as refused:
        api.open_paper(office.clerk, case_id=case.pk, paper_id=paper.id)
    assert refused.value.code == "no_file"


def test_an_export_names_people_only_when_asked_and_then_they_are_told(office):
    case = office.case()
    (bare,) = api.export_queue(office.clerk, choice=QueueChoice(), with_names=False)
    (named,) = api.export_queue(office.clerk, choice=QueueChoice(), with_names=True)
    assert (bare.applicant_name, named.applicant_name) == ("", "Trần Thị Hoa")
    assert bare.line.code == named.line.code == case.code
    without, with_them = bodies_of("case_looks.export")
    assert (without["subjects"]["count"], with_them["subjects"]["count"]) == (0, 1)


def test_lines_by_id_are_those_of_the_own_unit_but_leaders_see_all(office):
    case = office.case()
    assert [one.code for one in api.case_lines(office.clerk, case_ids=[case.pk])] == [case.code]
    assert [one.code for one in api.case_lines(office.chair, case_ids=[case.pk])] == [case.code]
    assert api.case_lines(office.police, case_ids=[case.pk]) == []
    assert api.case_lines(office.mother, case_ids=[case.pk]) == []


def test_the_queue_is_chosen_by_being_overdue(office):
    case = office.received()
    assert [one.code for one in api.work_queue(office.clerk, choice=QueueChoice(is_overdue=False)).items] == [case.code]
    assert not api.work_queue(office.clerk, choice=QueueChoice(is_overdue=True)).items
    with clock.at(case.due_at + timedelta(hours=1)):
        late = api.work_queue(office.clerk, choice=QueueChoice(is_overdue=True))
    assert [one.code for one in late.items] == [case.code]
    assert api.queue_counts(office.clerk).procedures == (("khai_sinh", case.procedure_name),)


def test_a_view_is_its_owners_and_the_same_name_replaces_it(office):
    first = api.save_view(office.clerk, name="  Của  tôi ", query="giu=toi")
    assert api.save_view(office.clerk, name="Của tôi", query="giu=toi&kenh=online") == first
    (view,) = api.saved_views(office.clerk)
    assert (view.name, view.query) == ("Của tôi", "giu=toi&kenh=online")
    assert api.saved_views(office.registrar) == []
    with pytest.raises(NotFound):
        api.drop_view(office.registrar, view_id=first)
    api.drop_view(office.clerk, view_id=first)
    assert api.saved_views(office.clerk) == []


def test_a_view_needs_a_name_and_there_are_not_endlessly_many(office):
    with pytest.raises(Invalid):
        api.save_view(office.clerk, name=" ", query="")
    with pytest.raises(NotPermitted):
        api.save_view(office.mother, name="x", query="")
    for number in range(MOST_VIEWS):
        api.save_view(office.clerk, name=f"Cách {number}", query="")
    with pytest.raises(Conflict):
        api.save_view(office.clerk, name="Một cách nữa", query="")
