"""Plans, units, work, difficulties, reading view: what each page is given, as of a day."""

from datetime import date

import pytest

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.programme.choices import UnitRole
from dean06.programme.models import Assignment, Contradiction, Directive, Evidence, ReadingUnit
from dean06.programme.selectors import contradictions, directives, evidence, inspections, plans, units, work
from dean06.programme.selectors.assignment import assignment_page

DAY, TODAY = date(2023, 12, 5), date(2026, 11, 24)
CULTURE, HEIR = "phong-van-hoa-thong-tin", "phong-van-hoa-xa-hoi-xa-duc-tho"


@pytest.fixture
def clerk(demo, told):
    return demo.cast("culture_clerk", TODAY)


class TestPlans:
    def rows(self, told, day):
        matrix = plans.plan_matrix(SYSTEM, directive_id=told, as_of=day)
        return matrix, {row.unit_code: row for row in matrix.rows}

    def test_the_duty_is_exclusive_and_ends_on_a_saturday(self, told):
        matrix, _ = self.rows(told, DAY)
        assert matrix.duty.deadline_bound == "exclusive"
        assert matrix.last_day == date(2023, 12, 2)

    def test_standing_of_each_unit(self, told):
        _, rows = self.rows(told, DAY)
        assert rows[CULTURE].code == "confirmed"
        assert rows["phong-tai-nguyen-moi-truong"].code == "returned"
        assert (rows["phong-lao-dong"].code, rows["phong-lao-dong"].is_late) == ("submitted", True)
        assert (rows["ubnd-xa-duc-lang"].code, rows["ubnd-xa-duc-lang"].plan) == ("late_missing", None)

    def test_in_time_nothing_is_late(self, told):
        _, rows = self.rows(told, date(2023, 12, 1))
        assert rows["ubnd-xa-duc-lang"].code == "missing"

    def test_who_asks_for_plans_owes_none(self, told):
        _, rows = self.rows(told, DAY)
        assert not {"ubnd-huyen", "to-cong-tac-de-an-06", "phong-ban-nganh", "c06"} & set(rows)

    def test_after_the_reorganisation_the_same_units_keep_their_rows(self, told):
        before, after = self.rows(told, date(2025, 6, 30)), self.rows(told, date(2025, 7, 1))
        assert set(after[1]) == set(before[1]), "new units owe nothing for 2023"
        assert after[1][CULTURE].code == "confirmed"
        assert after[1][CULTURE].now[0] == "Phòng Văn hóa - Xã hội xã Đức Thọ"
        assert after[0].received == before[0].received

    def test_a_constant_number_of_queries(self, told, django_assert_max_num_queries):
        with django_assert_max_num_queries(7):
            plans.plan_matrix(SYSTEM, directive_id=told, as_of=TODAY)

    def test_history_of_a_plan(self, told):
        returned = Directive.objects.get().plans.get(unit_code="phong-tai-nguyen-moi-truong", revision=1)
        assert [row.revision for row in plans.history(SYSTEM, returned)] == [2, 1]

    def test_unknown(self, told):
        with pytest.raises(NotFound):
            plans.plan(SYSTEM, new_id())
        with pytest.raises(NotFound):
            plans.plan_matrix(SYSTEM, directive_id=new_id(), as_of=DAY)


class TestUnits:
    def test_everything_of_a_unit(self, told):
        page = units.unit_page(SYSTEM, unit_code=CULTURE, as_of=date(2024, 5, 1))
        assert not page.has_ended
        assert {task.facts.task.number for task in page.tasks if UnitRole.LEAD in task.roles} >= {6, 11, 18}
        assert page.reports[0].files.all()
        assert [plan.verdict for plan in page.plans] == ["confirmed"]
        assert not page.owes_plan

    def test_an_ended_unit_names_its_heirs_and_the_heir_its_origins(self, told):
        ended = units.unit_page(SYSTEM, unit_code=CULTURE, as_of=TODAY)
        assert ended.has_ended
        assert ended.successors[0].code == HEIR
        heir = units.unit_page(SYSTEM, unit_code=HEIR, as_of=TODAY)
        assert CULTURE in {unit.code for unit in heir.predecessors}
        assert all(report.unit_code == HEIR for report in heir.reports)

    def test_who_owes_a_plan(self, told):
        assert units.unit_page(SYSTEM, unit_code="ubnd-xa-duc-lang", as_of=DAY).owes_plan

    def test_unknown(self, told):
        with pytest.raises(NotFound):
            units.unit_page(SYSTEM, unit_code="khong-co", as_of=TODAY)

    def test_a_constant_number_of_queries(self, told, django_assert_max_num_queries):
        with django_assert_max_num_queries(20):
            units.unit_page(SYSTEM, unit_code=HEIR, as_of=TODAY)


class TestWork:
    def test_open_work_of_the_heir_with_the_predecessors_last_report(self, clerk):
        tasks = {task.facts.task.number: task for task in work.unit_tasks(clerk, as_of=TODAY)}
        assert UnitRole.LEAD in tasks[11].roles
        assert tasks[11].newest.unit_code == HEIR
        assert 18 not in tasks, "completed before the unit was there"

    def test_urgent_first_done_last(self, clerk):
        tasks = work.unit_tasks(clerk, as_of=TODAY)
        done = [task.facts.status.is_done for task in tasks]
        assert done == sorted(done)

    def test_somebody_without_a_unit_has_no_work(self, told):
        assert work.unit_tasks(SYSTEM, as_of=TODAY) == []
        assert work.to_answer(SYSTEM) == []

    def test_what_waits_is_only_for_assigners(self, clerk, demo):
        with pytest.raises(NotPermitted):
            work.pending(clerk)
        waiting = work.pending(demo.cast("coordinator", TODAY))
        assert {report.assignment.number for report in waiting.reports} == {7, 10}
        assert not waiting.plans

    def test_difficulties_of_an_ended_owner_wait_for_its_heir(self, demo, told):
        mine = work.to_answer(demo.cast("coordinator", TODAY))
        assert {item.assignment.number for item in mine} == {8, 10, 16}

    @pytest.mark.parametrize("read", [work.report, work.extension, work.impediment])
    def test_unknown(self, told, read):
        with pytest.raises(NotFound):
            read(SYSTEM, new_id())

    def test_who_can_be_inspected(self, told):
        task = Assignment.objects.get(number=7)
        facts = assignment_page(SYSTEM, assignment_id=task.pk, as_of=date(2024, 1, 9)).facts
        codes = {code for code, _ in work.part_choices(facts)}
        assert {"phong-kinh-te-ha-tang", "cong-an-huyen"} <= codes
        assert "phong-tu-phap" not in codes


class TestAssignment:
    def test_extension_history(self, told):
        task = Assignment.objects.get(number=7)
        page = assignment_page(SYSTEM, assignment_id=task.pk, as_of=TODAY)
        assert [(row.wanted_on, row.verdict) for row in page.extensions] == [
            (date(2024, 9, 30), "returned"),
            (date(2026, 12, 31), "confirmed"),
        ]
        assert [entry.on for entry in page.deadlines] == [date(2024, 3, 31), date(2026, 12, 31)]

    def test_whose_part_it_is(self, clerk, told):
        mine = assignment_page(clerk, assignment_id=Assignment.objects.get(number=11).pk, as_of=TODAY)
        assert mine.is_mine
        assert mine.is_my_lead
        other = assignment_page(clerk, assignment_id=Assignment.objects.get(number=19).pk, as_of=TODAY)
        assert not other.is_my_lead

    def test_before_the_directive(self, told):
        with pytest.raises(NotFound):
            assignment_page(SYSTEM, assignment_id=Assignment.objects.first().pk, as_of=date(2023, 11, 1))

    def test_duties_under_their_role(self, told):
        page = assignment_page(SYSTEM, assignment_id=Assignment.objects.get(number=5).pk, as_of=DAY)
        label, duties = page.duties_by_role[0]
        assert label == "Chủ trì"
        assert duties[0].is_accountable


class TestContradictions:
    def test_serious_ones_first(self, told):
        order = ["high", "medium", "low"]
        severities = [item.severity for item in contradictions.queue(SYSTEM, told).open]
        assert severities == sorted(severities, key=order.index)

    def test_as_of_a_day(self, told):
        early = contradictions.queue(SYSTEM, told, date(2023, 11, 27))
        late = contradictions.queue(SYSTEM, told, TODAY)
        assert not early.decided
        assert len(early.open) == len(late.open) + len(late.decided)
        assert len(late.decided) >= 10

    def test_what_the_annexes_say(self, told):
        item = Contradiction.objects.get(assignment__number=5, type="lead_mismatch")
        assert contradictions.said(contradictions.contradiction(SYSTEM, item.pk)) == {
            "narrative": "Công an huyện",
            "table": "Phòng Kinh tế - Hạ tầng",
        }

    def test_sisters_share_the_matter(self, told):
        item = Contradiction.objects.get(assignment__number=2, type="lead_mismatch")
        assert {sister.type for sister in contradictions.sisters(SYSTEM, item)} >= {"lead_is_request", "lead_multiple"}
        note = Contradiction.objects.get(assignment__number=2, type="force_mismatch")
        assert contradictions.sisters(SYSTEM, note) == []

    def test_each_waits_for_who_may_decide(self, demo, told):
        leader = contradictions.waiting_for(demo.cast("leader", TODAY))
        tracker = contradictions.waiting_for(demo.cast("coordinator", TODAY))
        assert {item.may_decide for item in tracker} == {"coordinator"}
        assert len(leader) == len(contradictions.queue(SYSTEM, told).open)

    def test_unknown(self, told):
        with pytest.raises(NotFound):
            contradictions.contradiction(SYSTEM, new_id())


class TestReading:
    def test_the_source_is_whole_and_every_anchor_once(self, told):
        view = directives.reading_view(SYSTEM, told)
        assert "".join(segment.text for segment in view.segments) == view.directive.source_text
        anchors = [segment.anchor for segment in view.segments if segment.anchor]
        assert len(anchors) == len(set(anchors))
        assert {directives.anchor_of(reading) for reading in view.readings} <= set(anchors)

    def test_both_accounts_under_one_assignment(self, told):
        pairs = directives.reading_view(SYSTEM, told).pairs
        assert [task.number for task, _ in pairs] == list(range(1, 24))
        assert max(len(accounts) for _, accounts in pairs) == 2

    def test_names_nobody_knows_are_flagged(self, told):
        reading = Assignment.objects.get(number=7).readings.first()
        ReadingUnit.objects.create(reading=reading, role="force", position=90, name="Đội Cờ Đỏ", unit_code="")
        assert "Đội Cờ Đỏ" in {unit.name for unit in directives.reading_view(SYSTEM, told).unresolved}

    def test_the_list_counts(self, told):
        (row,) = directives.directives(SYSTEM)
        assert (row.task_count, row.undecided) == (23, len(contradictions.queue(SYSTEM, told).open))

    def test_found_again_by_its_content(self, told):
        from dean06.programme.sample import sample_file

        assert directives.imported_from(SYSTEM, sample_file()[1]).pk == told
        assert directives.imported_from(SYSTEM, b"khac") is None


def test_inspections_as_of_a_day(told):
    assert inspections.inspections(SYSTEM, as_of=date(2024, 1, 8)) == []
    assert [row.assignment.number for row in inspections.inspections(SYSTEM, as_of=TODAY)] == [7, 4]


def test_evidence_is_handed_out_with_an_entry(told, clerk):
    from dean06.kernel.audit.models import AuditEntry

    row = Evidence.objects.first()
    found, stream = evidence.open_evidence(clerk, row.pk)
    with stream:
        assert b"(h\xc6\xb0 c\xe1\xba\xa5u)" in stream.read()
    assert found == row
    entry = AuditEntry.objects.get(action="programme.download_evidence")
    assert entry.object_id == str(row.pk)
    with pytest.raises(NotFound):
        evidence.open_evidence(clerk, new_id())
