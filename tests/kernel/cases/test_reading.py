"""Who sees which case: a person her own, an office what lies with it; a look at another's data is written down."""

from datetime import date

import pytest
from django.db import connection
from tests.kernel.cases.declarations import BIRTH, MOTHER
from tests.kernel.cases.office import AGENCY, AT_COUNTER, INSURER, POLICE, UNIT, at, citizen

from dean06.kernel.audit import api as audit
from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.cases import api as cases
from dean06.kernel.cases import holdings
from dean06.kernel.cases.kpi.types import Group
from dean06.kernel.cases.models import Case, Draft
from dean06.kernel.cases.services import applicant, drafts, handling, looking
from dean06.kernel.cases.services.looking import has_dealings
from dean06.kernel.cases.types import Act, Channel, Holder, QueueChoice, Status
from dean06.kernel.privacy import api as privacy

ALL = QueueChoice()


def codes(page):
    return [line.code[-4:] for line in page.items]


@pytest.fixture
def five(office):
    """Five births, the second and third taken in, the third passed on to the registrar by name."""
    for number in range(1, 6):
        office.file(str(number))
    second, third = (Case.objects.get(code=f"{AGENCY}-251205-{number:04d}") for number in (2, 3))
    office.do(handling.receive, second)
    office.do(handling.receive, third)
    office.do(handling.assign, third, step="ho_tich", assignee_id=office.registrar.party_id)
    return office


def test_the_queue_is_most_urgent_first_and_names_nobody(five):
    page = cases.work_queue(five.clerk, choice=ALL)
    assert codes(page) == ["0002", "0003", "0001", "0004", "0005"]
    assert page.after == ""
    assert "Trần Thị Hoa" not in repr(page)
    assert (page.items[1].step, page.items[1].assignee) == ("Công chức tư pháp - hộ tịch", "Phạm Văn Hộ")


def test_pages_go_on_after_the_last_line_and_skip_nothing_when_others_work(five):
    first = cases.work_queue(five.clerk, choice=ALL, limit=2)
    five.do(handling.refuse, Case.objects.get(code__endswith="-0001", unit_code=UNIT), reason="Nhầm nơi")
    second = cases.work_queue(five.clerk, choice=ALL, limit=2, after=first.after)
    assert codes(first) + codes(second) == ["0002", "0003", "0004", "0005"]
    assert second.after == ""
    for wrong in ("x", "2025-12-05~1", "2025-12-05T00:00:00~" + "0" * 32):
        with pytest.raises(Invalid):
            cases.work_queue(five.clerk, choice=ALL, after=wrong)


CHOICES = [
    (QueueChoice(statuses=(Status.SUBMITTED,)), ["0001", "0004", "0005"]),
    (QueueChoice(held_by=Holder.NOBODY), ["0002", "0001", "0004", "0005"]),
    (QueueChoice(held_by=Holder.ME), []),
    (QueueChoice(due_before=at("06/12/2025 00:00")), ["0002", "0003"]),
    (QueueChoice(code=f"{AGENCY.lower()}-251205-0004"), ["0004"]),
    (QueueChoice(code="0005"), ["0005"]),
    (QueueChoice(procedure="thuong_tru"), []),
    (QueueChoice(channel=Channel.COUNTER), []),
]


@pytest.mark.parametrize(("choice", "found"), CHOICES, ids=[str(row[0])[12:60] for row in CHOICES])
def test_a_queue_is_narrowed(five, choice, found):
    assert codes(cases.work_queue(five.clerk, choice=choice)) == found


def test_a_queue_is_of_one_unit_and_role(five):
    assert len(cases.work_queue(five.police, choice=ALL).items) == 5
    assert cases.work_queue(five.chair, choice=ALL).items == ()
    assert codes(cases.work_queue(five.registrar, choice=QueueChoice(held_by=Holder.ME))) == ["0003"]
    for nobody in (five.mother, ANONYMOUS):
        with pytest.raises(NotPermitted):
            cases.work_queue(nobody, choice=ALL)


def test_the_figures_over_the_queue(five):
    third = Case.objects.get(code=f"{AGENCY}-251205-0003")
    five.do(handling.ask_supplement, third, five.registrar, request="Bổ sung")
    found = cases.queue_counts(five.clerk)
    assert (found.total, found.unassigned, found.to_receive, found.paused) == (5, 4, 3, 1)
    assert (found.due_today, found.overdue) == (1, 0)
    with clock.at(at("06/12/2025 08:00")):
        found = cases.queue_counts(five.clerk)
        assert (found.due_today, found.overdue) == (0, 1)
        late, *_, paused = cases.work_queue(five.clerk, choice=ALL).items
        assert (late.is_overdue, paused.is_overdue, paused.is_paused) == (True, False, True)


def test_what_waits_for_others_is_no_more_urgent_than_what_runs(five):
    """Paused, or ended and to be handed over: its day is long gone, and a page may not begin with it for ever."""
    third, fourth = (Case.objects.get(code=f"{AGENCY}-251205-{number:04d}") for number in (3, 4))
    five.do(handling.ask_supplement, third, five.registrar, request="Bổ sung")
    five.do(handling.receive, fourth)
    five.do(handling.assign, fourth, step="lanh_dao")
    five.do(handling.decide, fourth, five.chair, result_number="1")
    with clock.at(at("09/12/2025 08:00")):
        five.do(handling.receive, Case.objects.get(pk=five.file("6").case_id))
        assert codes(cases.work_queue(five.clerk, choice=ALL)) == ["0002", "0001", "0004", "0001", "0005", "0003"]
        pages = [cases.work_queue(five.clerk, choice=ALL, limit=2)]
        while pages[-1].after:
            pages.append(cases.work_queue(five.clerk, choice=ALL, limit=2, after=pages[-1].after))
        assert [code for page in pages for code in codes(page)] == ["0002", "0001", "0004", "0001", "0005", "0003"]
        found = cases.queue_counts(five.clerk)
        assert (found.total, found.overdue, found.due_today, found.paused) == (6, 1, 1, 1)


def test_asked_twice_it_counts_as_overdue_in_the_figures_as_on_its_line(five):
    third = Case.objects.get(code=f"{AGENCY}-251205-0003")
    for again in (False, True):
        five.do(handling.ask_supplement, third, five.registrar, request="Bổ sung", counts_as_overdue=again)
        five.do(applicant.answer_supplement, third, five.mother, answer="Rồi")
    (line,) = cases.work_queue(five.registrar, choice=QueueChoice(held_by=Holder.ME)).items
    found = cases.queue_counts(five.clerk)
    assert (line.is_overdue, found.overdue, found.due_today) == (True, 1, 1)


def test_asked_for_papers_after_its_day_a_line_says_so(five):
    third = Case.objects.get(code=f"{AGENCY}-251205-0003")
    with clock.at(at("08/12/2025 09:00")):
        five.do(handling.ask_supplement, third, five.registrar, request="Bổ sung")
        (line,) = cases.work_queue(five.registrar, choice=QueueChoice(held_by=Holder.ME)).items
    assert (line.is_paused, line.is_overdue) == (True, True)


def looks_at(party_id):
    audit.sequence_pending()
    return [look for look in audit.looks_at(party_id) if look.action.startswith("case_looks.")]


def test_search_by_name_without_diacritics_by_number_and_by_code(five):
    five.file("9", actor=five.neighbour)
    for text in ("hoa tran", "TRẦN THỊ HOA", MOTHER):
        assert len(cases.search_cases(five.clerk, text=text)) == 5, text
    (found,) = cases.search_cases(five.clerk, text="nguyen minh")
    assert found.applicant_name == "Nguyễn Văn Minh"
    assert [one.line.code[-4:] for one in cases.search_cases(five.clerk, text="251205-0003")] == ["0003"]
    assert cases.search_cases(five.clerk, text="hoan") == []
    assert cases.search_cases(five.clerk, text="999999999999") == []
    with pytest.raises(Invalid):
        cases.search_cases(five.clerk, text=" h ")


@pytest.mark.parametrize(
    ("text", "index"), [("tran hoa", "cases_words"), ("0003", "cases_code_tail"), (AGENCY, "cases_code_prefix")]
)
def test_a_search_never_goes_through_all_cases(office, text, index):
    office.case()
    with connection.cursor() as cursor:  # so few rows are read whole unless that is forbidden
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Case.objects.alias(**looking.SEARCHED).filter(looking._matches(text.lower())).explain()
    assert index in plan


def test_who_is_found_is_told(five):
    cases.search_cases(five.clerk, text="tran hoa")
    case = Case.objects.filter(parent=None).first()
    cases.queue_names(five.clerk, case_ids=[case.pk])
    cases.read_case(five.clerk, case_id=case.pk)
    labels = [look.action_label for look in looks_at(five.mother.party_id)]
    assert sorted(labels) == ["Tìm hồ sơ", "Xem hồ sơ", "Xem tên người nộp trong danh sách hồ sơ"]
    read = next(look for look in looks_at(five.mother.party_id) if look.action == "case_looks.read")
    assert read.case_ref == case.code
    assert "Luật Hộ tịch" in read.legal_basis
    assert looks_at(five.neighbour.party_id) == []


def test_names_of_a_page_are_asked_for_and_only_within_the_unit(five):
    mine, theirs = (Case.objects.filter(unit_code=unit).first().pk for unit in (UNIT, POLICE))
    assert cases.queue_names(five.clerk, case_ids=[mine, theirs]) == {mine: "Trần Thị Hoa"}
    with pytest.raises(Invalid):
        cases.queue_names(five.clerk, case_ids=[mine] * 20)


def test_a_case_opened_shows_its_course_and_what_may_be_done(five):
    case = Case.objects.get(code=f"{AGENCY}-251205-0003")
    view = cases.read_case(five.registrar, case_id=case.pk)
    assert [step.status for step in view.steps] == [1, 2, 4]
    assert Act.ASK_SUPPLEMENT in view.acts
    assert Act.DECIDE not in view.acts
    assert view.answers["child_name"] == BIRTH["child_name"]
    assert [paper.code for paper in view.papers] == ["giay_chung_sinh"]
    assert [one.procedure_code for one in view.together] == ["thuong_tru", "the_bhyt_tre_em"]
    with pytest.raises(NotFound):
        cases.read_case(five.police, case_id=case.pk)
    with pytest.raises(NotPermitted):
        cases.read_case(five.mother, case_id=case.pk)


def test_a_person_sees_her_own_cases_and_nobody_elses(five):
    page = cases.own_cases(five.mother)
    assert len(page.items) == 15
    case = Case.objects.filter(parent=None).first()
    before = AuditEntry.objects.count()
    view = cases.own_case_view(five.mother, case_id=case.pk)
    assert view.applicant_name == "Trần Thị Hoa"
    assert AuditEntry.objects.count() == before
    for other in (five.neighbour, ANONYMOUS):
        assert cases.own_cases(other).items == ()
        with pytest.raises(NotFound):
            cases.own_case_view(other, case_id=case.pk)


def test_a_long_list_of_ones_own_goes_on(five):
    for number in range(6, 9):
        five.file(str(number))
    first = cases.own_cases(five.mother)
    rest = cases.own_cases(five.mother, after=first.after)
    assert (len(first.items), len(rest.items), rest.after) == (20, 4, "")
    assert not {one.id for one in first.items} & {one.id for one in rest.items}


def test_while_papers_are_waited_for_the_day_moves_on(office):
    case = office.processing()
    office.do(handling.ask_supplement, case, request="Bổ sung")
    with clock.at(at("10/12/2025 09:00")):
        view = cases.own_case_view(office.mother, case_id=case.pk)
    assert view.line.is_paused
    assert view.line.due_at == at("10/12/2025 17:30")
    assert view.supplements[0].answered_at is None


def test_what_could_not_be_filed_together_is_shown(office):
    filed = office.file(child_units={"thuong_tru": "no-such-unit", "the_bhyt_tre_em": INSURER})
    view = cases.own_case_view(office.mother, case_id=filed.case_id)
    assert [(one.code == "", one.failure) for one in view.together] == [
        (True, "Hãy chọn cơ quan nhận hồ sơ."),
        (False, ""),
    ]


def test_drafts_are_listed_for_their_owner(office):
    drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers={})
    assert [one.procedure_name for one in cases.own_drafts(office.mother)] == ["Đăng ký khai sinh (thử)"]
    assert cases.own_drafts(office.neighbour) == []
    assert cases.own_drafts(ANONYMOUS) == []


def test_the_board_counts_what_happened_and_opens_the_cases_behind(office):
    case = office.decided()
    office.file(
        "2", actor=office.clerk, channel=Channel.COUNTER, papers=[AT_COUNTER], applicant_id=office.neighbour.party_id
    )
    with clock.at(at("05/12/2025 17:00")):
        board = cases.scoreboard(office.chair, unit_code=UNIT, first=date(2025, 12, 1), last=date(2025, 12, 31))
    measured = {one.weight.code: one for group in board.groups for one in group.indicators}
    assert measured["on_time"].counted.good == (str(case.pk),)
    assert len(measured["on_time"].counted.out_of) == 1
    assert measured["population_data"].rate == 50
    offered = measured["services_online"].counted
    assert (offered.good, offered.out_of) == (("khai_sinh",), ("khai_sinh",))
    for code in ("filed_online", "digitised", "payable_online", "satisfied"):
        assert measured[code].outcome == "chưa đo được", code
    assert measured["reused"].counted.good == ()
    assert measured["e_results"].rate is None
    assert next(one for one in board.groups if one.group is Group.PROGRESS).marks == 20
    earlier = cases.scoreboard(office.chair, unit_code=UNIT, first=date(2025, 11, 1), last=date(2025, 11, 30))
    assert earlier.measurable == 0


def test_a_board_is_seen_by_its_unit_and_by_leaders(office):
    period = {"unit_code": UNIT, "first": date(2025, 12, 1), "last": date(2025, 12, 31)}
    cases.scoreboard(office.clerk, **period)
    for other in (office.police, office.mother):
        with pytest.raises(NotPermitted):
            cases.scoreboard(other, **period)


def test_a_person_gets_a_copy_of_what_is_kept_and_may_throw_drafts_away(office):
    office.case()
    drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers={"child_name": "Na"})
    kept = {one.code: one for one in privacy.holdings()}
    exported = kept["cases.cases"].export(office.mother.party_id)
    assert len(exported) == 3
    assert exported[0]["status"] == "Mới đăng ký"
    assert kept["cases.cases"].hold
    assert kept["cases.drafts"].export(office.mother.party_id)[0]["answers"] == {"child_name": "Na"}
    assert len(kept["cases.drafts"].delete(office.mother.party_id)) == 1
    assert not Draft.objects.exists()


def test_old_drafts_go_and_a_case_never(office):
    drafts.save_draft(office.mother, procedure="khai_sinh", unit_code=UNIT, answers={})
    with clock.at(at("05/06/2026 09:00")):
        (done,) = privacy.run_retention(SYSTEM, only=["cases.drafts"])
    assert done.count == 1
    assert holdings.DRAFT_DAYS == 180


def test_a_unit_with_a_case_of_a_person_has_to_do_with_her(office):
    office.case()
    stranger = citizen("000026000010", "Lê Văn Chín")
    assert has_dealings(office.mother.party_id, UNIT)
    assert not has_dealings(stranger.party_id, UNIT)
    assert not has_dealings(office.mother.party_id, "phong-kinh-te-xa-duc-tho")


def test_withdrawn_it_is_over_in_every_list(office):
    case = office.case()
    office.do(applicant.withdraw, case, office.mother, reason="Thôi")
    assert cases.own_case_view(office.mother, case_id=case.pk).line.status is Status.WITHDRAWAL_ASKED
    office.do(handling.stop, case, reason="Theo đơn rút")
    assert cases.work_queue(office.clerk, choice=ALL).items == ()
