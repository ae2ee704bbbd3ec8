"""The invented history: complete on the sample, repeatable, tolerant of another dispatch."""

from datetime import date

from tests.programme.services.conftest import open_office
from tests.seeded import NOW

from dean06.kernel.base import clock
from dean06.programme import seed
from dean06.programme.models import Directive, ReminderSent, Responsibility, UnitPlan
from dean06.programme.story import REORGANISED_ON, story


def test_every_line_names_an_act_the_teller_knows():
    assert {line.act for line in story() if not hasattr(seed._Teller, f"_{line.act}")} == set()


def test_the_sample_allows_every_line(db):
    with clock.at(NOW):
        office = open_office()
        assert seed.tell(office.cast, office.directive.pk) == []
        assert seed.is_seeded()
        assert ReminderSent.objects.exists(), "today's reminders are sent at once"


def test_a_machine_set_to_an_earlier_day_plays_up_to_it(db):
    with clock.at(date(2023, 12, 10)):
        office = open_office()
        seed.tell(office.cast, office.directive.pk)
    assert UnitPlan.objects.exists()
    assert not UnitPlan.objects.filter(submitted_at__date__gt=date(2023, 12, 10)).exists()
    assert not Responsibility.objects.filter(valid_from__gte=REORGANISED_ON).exists()


def test_a_dispatch_that_lists_no_pilots_keeps_its_empty_history(db):
    with clock.at(NOW):
        office = open_office()
        Directive.objects.update(lists_pilots=False)
        assert seed.tell(office.cast, office.directive.pk) == []
        assert not UnitPlan.objects.exists()


def test_lines_a_dispatch_does_not_allow_are_named_not_fatal(db):
    """Another dispatch may give task 7 to others: the story goes on without those lines."""
    with clock.at(NOW):
        office = open_office()
        Responsibility.objects.filter(assignment__number=7).delete()
        skipped = seed.tell(office.cast, office.directive.pk)
    assert {line.number for line in skipped} == {7}
