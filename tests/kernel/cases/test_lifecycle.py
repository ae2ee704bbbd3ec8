"""A case from the counter to the hand that takes the result: who may do what, and what it does to the law's clock."""

import json
from dataclasses import replace

import pytest
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import AT_COUNTER, POLICE, SCANNED, UNIT, at, officer

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock, events
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases.models import Case, CaseEvent, Extension, Paper, Supplement, Task
from dean06.kernel.cases.services import applicant, handling
from dean06.kernel.cases.statuses import Status
from dean06.kernel.cases.types import CaseMoved, Channel, Heard, InvalidForm, Spoken
from dean06.kernel.messaging.models import Message

FRIDAY_EVENING, MONDAY_EVENING = at("05/12/2025 17:30"), at("08/12/2025 17:30")
ASK = {"request": "Bổ sung giấy chứng sinh rõ hơn"}


def statuses(case):
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("status", flat=True))


def test_a_birth_goes_through_the_office(office, django_capture_on_commit_callbacks):
    heard = []
    with events.subscribed(CaseMoved, heard.append), django_capture_on_commit_callbacks(execute=True):
        case = office.decided()
        assert case.ended_at == case.last_at
        office.do(handling.hand_over, case, to="Trần Thị Hoa, nhận tại quầy")
    assert statuses(case) == [1, 2, 4, 4, 9, 10]
    assert (case.status, case.is_late, case.result_number) == (Status.HANDED_OVER, False, "12/2025")
    assert not Task.objects.filter(case=case, closed_at__isnull=True).exists()
    assert [event.revision for event in heard if event.case_id == case.pk] == [1, 2, 3, 4, 5, 6]
    assert case.last_by == "Lê Thị Lan, Cán bộ một cửa, Trung tâm Phục vụ hành chính công xã Đức Thọ"


def denials(case):
    """Why acts upon the case were denied, as the log has it."""
    entries = AuditEntry.objects.filter(object_id=str(case.pk), action="cases.deny").order_by("at")
    return [json.loads(entry.body)["details"]["reason"] for entry in entries]


def test_every_act_is_in_the_log_once_with_the_cases_code(office):
    case = office.decided()
    acts = AuditEntry.objects.filter(object_id=str(case.pk)).order_by("at")
    assert [entry.action for entry in acts] == [
        "cases.file", "cases.receive", "cases.assign", "cases.assign", "cases.decide",
    ]  # fmt: skip
    assert all(case.code in entry.body for entry in acts)


@pytest.mark.parametrize(
    ("received", "due"), [("05/12/2025 15:00", FRIDAY_EVENING), ("05/12/2025 15:01", MONDAY_EVENING)]
)
def test_received_after_three_it_is_due_the_next_working_day(office, received, due):
    case = office.case()
    with clock.at(at(received)):
        assert office.do(handling.receive, case) == due
    assert case.due_at == due


def test_who_reads_an_old_page_is_told_who_was_faster(office):
    case = office.received()
    with pytest.raises(Conflict) as refused:
        handling.refuse(office.clerk, case_id=case.pk, expected_revision=1, reason="x")
    assert refused.value.code == "case_changed"
    assert "Lê Thị Lan, Cán bộ một cửa" in refused.value.message
    assert "vừa “Tiếp nhận” lúc 09:00 ngày 05/12/2025" in refused.value.message


def test_a_case_is_seen_and_moved_only_where_it_lies(office):
    case = office.processing()
    with pytest.raises(NotFound):
        office.do(handling.assign, case, office.police, step="lanh_dao")
    with pytest.raises(NotFound):
        office.do(handling.assign, case, office.mother, step="lanh_dao")
    with pytest.raises(NotPermitted) as refused:
        office.do(handling.decide, case, office.chair, result_number="1")
    assert refused.value.code == "lies_elsewhere"
    with pytest.raises(NotPermitted) as refused:
        office.do(handling.decide, case, result_number="1")
    assert refused.value.code == "act_not_declared"


def test_a_file_on_one_officers_name_is_not_worked_on_by_another_but_may_be_taken_over(office):
    case = office.received()
    office.do(handling.assign, case, step="ho_tich", assignee_id=office.registrar.party_id)
    with pytest.raises(NotPermitted) as refused:
        office.do(handling.ask_supplement, case, **ASK)
    assert refused.value.code == "not_assignee"
    office.do(handling.assign, case, step="ho_tich", assignee_id=office.clerk.party_id, note="Nghỉ phép")
    office.do(handling.ask_supplement, case, **ASK)


def test_a_case_is_given_only_to_somebody_in_that_post(office):
    case = office.received()
    stranger = officer("000026000008", "Hà Văn Ngoài", Role.CLERK, POLICE)
    for facts in (
        {"step": "ho_tich", "assignee_id": stranger.party_id},
        {"step": "ho_tich", "unit_code": "no-such-unit"},
        {"step": "no_such_step"},
    ):
        with pytest.raises(Invalid):
            office.do(handling.assign, case, **facts)


def test_a_case_is_not_passed_on_before_it_is_taken_in(office):
    case = office.case()
    with pytest.raises(Conflict) as refused:
        office.do(handling.assign, case, step="ho_tich")
    assert refused.value.code == "not_received"
    office.do(handling.assign, case, step="mot_cua", assignee_id=office.clerk.party_id)
    assert case.status == Status.SUBMITTED


def test_sent_back_it_lies_where_it_came_from(office):
    case = office.received()
    office.do(handling.assign, case, step="ho_tich", assignee_id=office.registrar.party_id)
    office.do(handling.assign, case, office.registrar, step="lanh_dao")
    office.do(handling.send_back, case, office.chair, reason="Thiếu quê quán")
    task = Task.objects.get(case=case, closed_at__isnull=True)
    assert (task.step_code, task.assignee_id) == ("ho_tich", office.registrar.party_id)
    assert case.status == Status.PROCESSING


def test_a_case_is_sent_back_never_forward(office):
    case = office.processing()
    office.do(handling.assign, case, step="lanh_dao")
    office.do(handling.send_back, case, office.chair, reason="Thiếu quê quán")
    office.do(handling.send_back, case, office.registrar, reason="Thiếu bản chính")
    assert Task.objects.get(case=case, closed_at__isnull=True).step_code == "mot_cua"
    office.do(handling.assign, case, step="lanh_dao")
    office.do(handling.send_back, case, office.chair, reason="Lại thiếu")
    assert Task.objects.get(case=case, closed_at__isnull=True).step_code == "mot_cua"


TOLD = Spoken(by="Trần Thị Hoa", how=Heard.AT_COUNTER)
ACTS_OF_A_DESK = [
    (handling.receive, {}),
    (handling.refuse, {"reason": "x"}),
    (handling.assign, {"step": "mot_cua"}),
    (handling.ask_supplement, {"request": "x"}),
    (applicant.withdraw, {"reason": "x", "spoken": TOLD}),
]


@pytest.mark.parametrize(("act", "facts"), ACTS_OF_A_DESK, ids=[row[0].__name__ for row in ACTS_OF_A_DESK])
def test_nobody_works_on_a_case_of_his_own(office, act, facts):
    as_citizen = replace(office.mother, party_id=office.clerk.party_id, name=office.clerk.name)
    case = Case.objects.get(pk=office.file(actor=as_citizen).case_id)
    with pytest.raises(NotPermitted) as refused:
        office.do(act, case, **facts)
    assert refused.value.code == "own_case"
    assert (case.revision, denials(case)) == (1, ["own_case"])


def test_who_is_named_in_a_form_does_not_decide_on_it(office):
    father = {**BIRTH, "has_father": "true", "father_id": "000026000005"}
    case = Case.objects.get(pk=office.file(answers=father).case_id)
    office.do(handling.receive, case)
    office.do(handling.assign, case, step="lanh_dao")
    with pytest.raises(NotPermitted) as refused:
        office.do(handling.decide, case, office.chair, result_number="1")
    assert refused.value.code == "own_case"
    assert denials(case) == ["own_case"]
    second = officer("000026000009", "Bùi Thị Thay", Role.LEADER, title="Phó Chủ tịch")
    office.do(handling.decide, case, second, result_number="1")


def test_a_case_is_not_given_to_its_applicant(office):
    as_citizen = replace(office.mother, party_id=office.registrar.party_id, name=office.registrar.name)
    case = Case.objects.get(pk=office.file(actor=as_citizen).case_id)
    office.do(handling.receive, case)
    with pytest.raises(Invalid) as refused:
        office.do(handling.assign, case, step="ho_tich", assignee_id=office.registrar.party_id)
    assert refused.value.code == "own_case"


def test_what_was_denied_is_in_the_log_with_its_reason(office):
    case = office.processing()
    for actor in (office.chair, office.clerk):
        with pytest.raises(NotPermitted):
            office.do(handling.decide, case, actor, result_number="1")
    assert denials(case) == ["lies_elsewhere", "act_not_declared"]


def test_a_supplement_pauses_the_clock(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    with clock.at(at("10/12/2025 10:00")):
        office.do(applicant.answer_supplement, case, office.mother, answer="Gửi lại", papers=[SCANNED])
    assert statuses(case) == [1, 2, 4, 5, 4]
    assert case.due_at == at("10/12/2025 17:30")
    asked = Supplement.objects.get()
    assert (asked.number, asked.answer) == (1, "Gửi lại")
    assert Paper.objects.filter(case=case, supplement=asked).count() == 1


def test_a_second_request_counts_as_overdue_and_nobody_does_it_unknowing(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    office.do(applicant.answer_supplement, case, office.mother, answer="Rồi")
    with pytest.raises(Conflict) as refused:
        office.do(handling.ask_supplement, case, **ASK)
    assert refused.value.code == "second_supplement"
    office.do(handling.ask_supplement, case, **ASK, counts_as_overdue=True)
    assert case.is_late


def test_asked_before_receipt_it_goes_back_to_the_counter_and_costs_nothing(office):
    case = office.case()
    office.do(handling.ask_supplement, case, **ASK)
    office.do(
        applicant.answer_supplement, case, office.mother, answer="Tên đúng", changes={"child_name": "Nguyễn Thị Na"}
    )
    assert (case.status, case.pauses, case.answers["child_name"]) == (Status.SUBMITTED, 0, "Nguyễn Thị Na")


def test_an_answer_is_judged_like_the_form(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    with pytest.raises(InvalidForm) as refused:
        office.do(
            applicant.answer_supplement, case, office.mother, answer="x", changes={"born_on": "x"}, papers=[AT_COUNTER]
        )
    assert sorted(refused.value.errors) == ["born_on", "papers.giay_chung_sinh"]
    with pytest.raises(NotFound):
        office.do(applicant.answer_supplement, case, office.neighbour, answer="x")


def test_only_the_counter_that_receives_speaks_for_the_applicant(office):
    case = office.received()
    office.do(handling.assign, case, step="ho_tich", unit_code=POLICE)
    office.do(handling.ask_supplement, case, office.police, **ASK)
    for desk in (office.police, office.chair):
        for act, facts in ((applicant.answer_supplement, {"answer": "x"}), (applicant.withdraw, {"reason": "x"})):
            with pytest.raises(NotPermitted) as refused:
                office.do(act, case, desk, **facts, spoken=TOLD)
            assert refused.value.code == "not_at_this_counter"
    office.do(applicant.answer_supplement, case, answer="Đã có", spoken=TOLD)
    assert denials(case) == ["not_at_this_counter"] * 4


def test_withdrawing_takes_two(office):
    case = office.processing()
    office.do(applicant.withdraw, case, office.mother, reason="Khai nhầm")
    assert case.status == Status.WITHDRAWAL_ASKED
    office.do(handling.stop, case, reason="Theo đề nghị rút hồ sơ")
    assert statuses(case)[-2:] == [7, 8]
    assert case.ended_at == CaseEvent.objects.get(case=case, status=7).at
    assert not case.is_late


def test_withdrawn_while_papers_were_asked_for_the_request_lapses(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    office.do(applicant.withdraw, case, office.mother, reason="Thôi")
    assert Supplement.objects.get().lapsed_at == case.last_at


def test_refused_or_stopped_with_a_reason_only(office):
    case = office.case()
    for reason in ("", "  ", "x" * 2001):
        with pytest.raises(Invalid):
            office.do(handling.refuse, case, reason=reason)
    office.do(handling.refuse, case, reason="Không thuộc thẩm quyền")
    assert case.status == Status.NOT_RECEIVED
    with pytest.raises(Conflict) as refused:
        office.do(handling.receive, case)
    assert refused.value.code == "case_closed"


def test_taken_in_it_is_stopped_not_refused(office):
    case = office.received()
    with pytest.raises(Conflict):
        office.do(handling.refuse, case, reason="x")
    office.do(handling.stop, case, reason="Hồ sơ giả")
    assert case.status == Status.STOPPED


def test_an_apology_promises_a_later_day_and_the_laws_day_stays(office):
    case = office.processing()
    for early in ("05/12/2025 17:30", "04/12/2025 09:00"):
        with pytest.raises(Invalid):
            office.do(handling.extend, case, promised_at=at(early), reason="Xin lỗi")
    office.do(handling.extend, case, promised_at=MONDAY_EVENING, reason="Mất điện, xin lỗi bà")
    assert (case.due_at, case.promised_at) == (FRIDAY_EVENING, MONDAY_EVENING)
    assert Extension.objects.get().number == 1
    with clock.at(at("08/12/2025 10:00")):
        office.do(handling.assign, case, step="lanh_dao")
        office.do(handling.decide, case, office.chair, result_number="1")
    assert case.is_late


def test_the_others_wait_for_the_birth_and_end_with_it(office):
    case = office.case()
    residence = Case.objects.get(parent=case, procedure_code="thuong_tru")
    with pytest.raises(Conflict) as refused:
        office.do(handling.receive, residence, office.police)
    assert refused.value.code == "parent_open"
    office.do(handling.refuse, case, reason="Không thuộc thẩm quyền")
    entry = json.loads(AuditEntry.objects.get(action="cases.refuse").body)
    assert sorted(entry["details"]["ended_with_it"]) == sorted(case.children.values_list("code", flat=True))
    for child in Case.objects.filter(parent=case):
        assert child.status == Status.NOT_RECEIVED
        assert "Thủ tục chính không được giải quyết" in CaseEvent.objects.get(case=child, number=2).note


def test_once_the_birth_is_decided_the_others_go_their_way(office):
    case = office.decided()
    residence = Case.objects.get(parent=case, procedure_code="thuong_tru")
    office.do(handling.receive, residence, office.police)
    assert residence.due_at == at("16/12/2025 17:30")
    office.do(handling.assign, residence, office.police, step="cong_an")
    office.do(handling.decide, residence, office.police, result_number="TB-1")
    office.do(handling.hand_over, residence, office.police, to="Gửi vào kho giấy tờ")
    assert residence.status == Status.HANDED_OVER


def test_nothing_is_decided_without_a_number_or_before_its_time(office):
    case = office.processing()
    office.do(handling.assign, case, step="lanh_dao")
    with pytest.raises(Invalid):
        office.do(handling.decide, case, office.chair, result_number=" ")
    office.do(handling.send_back, case, office.chair, reason="Xem lại")
    with pytest.raises(NotPermitted):
        office.do(handling.hand_over, case, to="x")


def test_filed_at_the_counter_the_case_is_the_persons(office):
    filed = office.file(
        actor=office.clerk, channel=Channel.COUNTER, papers=[AT_COUNTER], applicant_id=office.mother.party_id
    )
    case = Case.objects.get(pk=filed.case_id)
    assert case.unit_code == UNIT
    office.do(applicant.withdraw, case, office.mother, reason="Tôi tự nộp lại")


def letters(office):
    """Subjects of the mother's letters about the birth and what was filed with it, in order."""
    rows = Message.objects.filter(reference__startswith="cases.").order_by("created_at", "id")
    return [row.subject.replace("000.01.01.H27-251205-0001", "A") for row in rows]


def test_the_applicant_is_told_what_concerns_her_and_nothing_that_passes_between_desks(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, **ASK)
    office.do(applicant.answer_supplement, case, office.mother, answer="Rồi")
    office.do(handling.extend, case, promised_at=MONDAY_EVENING, reason="Mất điện, xin lỗi bà")
    office.do(handling.assign, case, step="lanh_dao")
    office.do(handling.decide, case, office.chair, result_number="1")
    office.do(handling.hand_over, case, to="Tại quầy")
    assert letters(office) == [
        "Đã tiếp nhận hồ sơ A",
        "Hồ sơ A cần bổ sung",
        "Xin lỗi vì chậm và hẹn lại hồ sơ A",
        "Hồ sơ A đã có kết quả",
        "Đã trả kết quả hồ sơ A",
    ]
    received, asked, promised = Message.objects.order_by("created_at", "id")[:3]
    assert "Hẹn trả kết quả: 17:30 ngày 05/12/2025." in received.body
    assert "Bổ sung giấy chứng sinh rõ hơn" in asked.body
    assert "Hẹn lại: 17:30 ngày 08/12/2025." in promised.body


def test_refused_she_reads_why_for_each_case(office):
    office.do(handling.refuse, office.case(), reason="Không thuộc thẩm quyền")
    assert letters(office)[-1] == "Hồ sơ A không được tiếp nhận"
    assert len(letters(office)) == 3
    bodies = Message.objects.values_list("body", flat=True)
    assert sum("Không thuộc thẩm quyền" in body for body in bodies) == 1
    assert sum("Thủ tục chính không được giải quyết" in body for body in bodies) == 2
