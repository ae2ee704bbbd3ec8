"""Bringing a dispatch in: kept unchanged, under way at once, once."""

from datetime import date

import pytest

from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.programme.choices import UnitRole
from dean06.programme.models import Assignment, Contradiction, Directive, Responsibility
from dean06.programme.sample import generate, load, sample_file
from dean06.programme.services import directives
from dean06.programme.services.directives import import_directive

from .conftest import entries, on


def bring(office, data, name="cong-van.txt", key="coordinator", **given):
    return import_directive(office.who(key), name=name, data=data, **given)


@pytest.fixture(scope="module")
def another() -> bytes:
    """The same dispatch with other damage: another file."""
    return generate(load(), seed=77).encode()


def test_everything_of_the_dispatch_is_there(office):
    directive = office.directive
    _, data = sample_file()
    assert directive.source_text.split() == data.decode().split()
    assert directive.assignments.count() == 23
    assert directive.groups.count() == 5
    assert directive.lists_pilots
    assert directive.obligations.filter(is_plan_duty=True).count() == 1
    assert entries("programme.import_directive") == 1


def test_spans_point_to_the_words(office):
    directive = office.directive
    for reading in directive.assignments.get(number=7).readings.all():
        assert directive.source_text[reading.span_start : reading.span_end] == reading.words


def test_every_contradiction_says_who_decides(office):
    assert set(Contradiction.objects.values_list("may_decide", flat=True)) == {"leader", "coordinator"}


def test_never_two_accountable(office):
    accountable = Responsibility.objects.filter(is_accountable=True)
    assert accountable.count() == accountable.values("assignment").distinct().count()
    assert not accountable.exclude(role=UnitRole.LEAD).exists()


def test_the_same_file_twice_is_told_when_it_came(office):
    name, data = sample_file()
    with pytest.raises(Conflict, match="đã được nhập ngày 27/11/2023") as refusal:
        bring(office, data, name)
    assert (refusal.value.code, refusal.value.field) == ("imported_before", "file")
    assert Directive.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "trong.txt", "."),
        (b"%PDF-1.7 broken", "hong.pdf", "."),
        ("Kính gửi các đồng chí, mời họp lúc 8 giờ.".encode(), "giay-moi.txt", "."),
        (b"MZ\x00\x00", "virus.exe", "."),
    ],
)
def test_what_is_no_dispatch_is_refused_in_words(office, data, name, words):
    with pytest.raises(Invalid, match=words) as refusal:
        bring(office, data, name)
    assert refusal.value.field == "file"
    assert Directive.objects.count() == 1
    assert entries("programme.import_directive") == 1


def test_a_file_too_large(office, monkeypatch):
    monkeypatch.setattr(directives, "MAX_DISPATCH_BYTES", 10)
    with pytest.raises(Invalid, match="lớn hơn"):
        bring(office, b"x" * 11)


@pytest.mark.parametrize("day", [date(2023, 12, 2), date(2021, 12, 31), date(23, 12, 1)])
def test_the_day_it_came_is_a_day_of_the_programme(office, another, day):
    with pytest.raises(Invalid) as refusal:
        bring(office, another, received_on=day)
    assert refusal.value.field == "received_on"


@pytest.mark.parametrize("key", ["health_clerk", "operator"])
def test_not_by_anybody(office, another, key):
    with pytest.raises(NotPermitted):
        bring(office, another, key=key)


def test_an_old_dispatch_brought_in_today_is_with_todays_units(office, another):
    """Received in 2023, brought in after the reorganisation: open duties pass to the heirs at once."""
    day = date(2026, 11, 24)
    with on(day):
        directive_id = import_directive(
            office.who("coordinator", day), name="cu.txt", data=another, received_on=date(2023, 11, 27)
        )
    task = Assignment.objects.get(directive_id=directive_id, number=4)
    now = {row.unit_code for row in task.responsibilities.in_force(day).filter(role="lead")}
    then = {row.unit_code for row in task.responsibilities.in_force(date(2024, 1, 1)).filter(role="lead")}
    assert then == {"phong-y-te"}
    assert "phong-van-hoa-xa-hoi-xa-duc-tho" in now
