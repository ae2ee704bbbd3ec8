"""The board: what it counts, who may see it, how much it asks of the database."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.manifest.api import built_pilots, function_at
from dean06.programme.models import Assignment, DeadlineEntry, Directive, Responsibility
from dean06.programme.rules.status import Status
from dean06.programme.selectors.board import board
from dean06.programme.selectors.board_filter import BoardFilter, lead_choices, narrow, status_choices
from dean06.programme.selectors.facts import task_facts

LATE_2023, TODAY = date(2023, 12, 15), date(2026, 11, 24)


def card(shown, number):
    return next(card for card in shown.cards if card.number == number)


def test_a_believable_mix_today(told):
    totals = board(SYSTEM, as_of=TODAY).totals
    found = {status for status, count in totals.by_status.items() if count}
    assert {Status.DONE, Status.DONE_LATE, Status.OVERDUE, Status.IN_PROGRESS} <= found
    assert totals.open_contradictions >= 10
    assert totals.open_impediments >= 2
    assert totals.plans_received > totals.plans_owed * 0.7
    assert totals.done + totals.under_way + totals.due_soon + totals.overdue == 23


def test_before_the_directive_there_is_nothing(told):
    shown = board(SYSTEM, as_of=date(2023, 11, 26))
    assert (shown.directive_id, shown.cards) == (None, ())


def test_a_group_keeps_the_count_it_declares(told):
    groups = {group.code: (group.declared_count, len(group.cards)) for group in board(SYSTEM, as_of=TODAY).groups}
    assert groups["II"] == (8, 7)
    assert groups["III"] == (7, 8)


def test_a_requested_lead_has_a_contact_here(told):
    shown = board(SYSTEM, as_of=LATE_2023)
    asked = card(shown, 16)
    assert asked.is_lead_requested
    assert not asked.is_lead_settled
    assert asked.contact == "Công an huyện"
    assert card(shown, 5).contact == ""


def test_leads_are_named_as_of_the_day(told):
    assert card(board(SYSTEM, as_of=LATE_2023), 7).leads == ("Phòng Kinh tế - Hạ tầng",)
    assert card(board(SYSTEM, as_of=TODAY), 7).leads == ("Phòng Kinh tế xã Đức Thọ",)


def test_a_card_has_room_for_few_leads(told):
    many = card(board(SYSTEM, as_of=TODAY), 16)
    assert len(many.leads) > 3
    assert len(many.first_leads) + many.more_leads == len(many.leads)


def test_percent_counts_what_was_confirmed_of_the_whole(told):
    assert card(board(SYSTEM, as_of=LATE_2023), 3).percent == 40, "70 % were handed in but not confirmed yet"
    assert card(board(SYSTEM, as_of=LATE_2023), 3).waiting_reports == 1


def test_the_trend_ends_with_the_day_itself(told):
    shown = board(SYSTEM, as_of=TODAY)
    assert shown.trend[-1].day == TODAY
    assert shown.trend[-1].by_status == shown.totals.by_status
    days = [point.day for point in shown.trend]
    assert days == sorted(set(days))
    assert len(board(SYSTEM, as_of=date(2023, 11, 28)).trend) == 1, "too early for a trend"


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.OPERATOR, Role.PUBLIC])
def test_only_officials_read_it(told, role):
    with pytest.raises(NotPermitted):
        board(ANONYMOUS if role is Role.PUBLIC else Actor(name="Ai đó", role=role), as_of=TODAY)


def queries(day):
    return counted(lambda: board(SYSTEM, as_of=day))


def counted(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_directive(told):
    before = queries(TODAY)
    of_pilots = [counted(partial(function_at(one.figures), [TODAY])) for one in built_pilots() if one.figures]
    assert before - sum(of_pilots) <= 12
    assert max(of_pilots) <= 2
    directive = Directive.objects.get()
    group = directive.groups.first()
    for number in range(100, 140):
        task = Assignment.objects.create(directive=directive, group=group, number=number, title=f"Việc {number}")
        moment = directive.imported_at
        DeadlineEntry.objects.create(assignment=task, revision=1, kind="none", basis="directive", recorded_at=moment)
        for code in ("phong-kinh-te-xa-duc-tho", "cong-an-xa-duc-tho", "c06"):
            Responsibility.objects.create(
                assignment=task,
                unit_code=code,
                role="lead",
                basis="directive",
                valid_from=directive.received_on,
                recorded_at=moment,
            )
    assert queries(TODAY) == before
    assert board(SYSTEM, as_of=TODAY).card_count == 63


def test_facts_are_six_queries(told, django_assert_num_queries):
    directive = Directive.objects.get()
    with django_assert_num_queries(6):
        found = task_facts(directive, TODAY)
        assert {item.status for item in found}


class TestFilter:
    """Looking at a part; the totals stay the whole's."""

    def numbers(self, **wanted):
        whole = board(SYSTEM, as_of=LATE_2023)
        return [card.number for card in narrow(whole, BoardFilter(**wanted)).cards]

    def test_nothing_asked_is_the_whole_board(self, told):
        assert len(self.numbers()) == 23
        assert len(self.numbers(text="  ")) == 23

    @pytest.mark.parametrize("text", ["kiosk", "KIOSK KHÁM", "kham chua benh kiosk"])
    def test_words_without_tones(self, told, text):
        assert self.numbers(text=text) == [4]

    def test_by_unit_and_status(self, told):
        assert 4 in self.numbers(unit_code="phong-y-te")
        assert set(self.numbers(status="in_progress")) == {3, 4, 11, 13}
        assert self.numbers(unit_code="phong-y-te", status="overdue") == []

    def test_groups_without_a_match_are_left_out_and_totals_stay(self, told):
        whole = board(SYSTEM, as_of=LATE_2023)
        part = narrow(whole, BoardFilter(text="kiosk"))
        assert [group.code for group in part.groups] == ["II"]
        assert part.totals == whole.totals

    def test_choices(self, told):
        names = [name for _, name in lead_choices(board(SYSTEM, as_of=LATE_2023))]
        assert "Phòng Y tế" in names
        assert len(names) == len(set(names))
        assert dict(status_choices())["overdue"] == "Quá hạn"
