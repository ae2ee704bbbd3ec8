"""Changes of the register: of people in our books, written down; of others nothing."""

import json
from datetime import date
from unittest.mock import patch

import pytest
from tests.kernel.registry.conftest import HOA, NOBODY, Register, entries

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid, NotPermitted, Unavailable
from dean06.kernel.base.events import subscribed
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Change, ChangeKind, Field, Reason
from dean06.kernel.registry import api
from dean06.kernel.registry.models import Purpose
from dean06.kernel.registry.services import changes
from dean06.kernel.registry.types import PersonChanged

DAY = date(2026, 3, 1)


def change(number: str) -> Change:
    return Change(
        id=f"c-{number}", personal_id=number, kind=ChangeKind.MOVE, fields=frozenset({Field.PERMANENT_ADDRESS}),
        occurred_on=DAY, recorded_on=DAY,
    )  # fmt: skip


@pytest.fixture
def hoa(db):
    return parties.register_person(
        SYSTEM, personal_id=HOA, full_name="Trần Thị Hòa", birth_on=None, sex="female", is_fictional=True
    )


def ask(**how):
    return api.changes_since(SYSTEM, since="", purpose="ho_tich", act="sync-2026-03", **how)


def test_only_people_in_our_books_are_passed_on_and_told(register: Register, hoa) -> None:
    register.changes = [change(HOA), change(NOBODY)]
    page = ask()
    assert [one.personal_id for one in page.changes] == [HOA]
    assert page.next == "m2"
    entry = entries()[-1]
    assert entry.action == "registry.changes"
    assert NOBODY not in entry.body
    assert set(AuditSubject.objects.filter(entry_id=entry.pk).values_list("party_id", flat=True)) == {hoa}


def test_a_register_that_is_away(register: Register) -> None:
    register.fails = Reason.UNREACHABLE
    with pytest.raises(Unavailable):
        ask()
    (told,) = entries()
    assert told.action == "registry.fail"
    assert json.loads(told.body)["details"] == {"purpose": "ho_tich", "verb": "changes", "reason": "unreachable"}


def test_no_officer_asks_for_it(register: Register, clerk: Actor) -> None:
    with pytest.raises(NotPermitted):
        api.changes_since(clerk, since="", purpose="ho_tich", act="x")
    with pytest.raises(NotPermitted):
        api.changes_since(SYSTEM, since="", purpose="y_te", act="x")
    with pytest.raises(Invalid):
        api.changes_since(SYSTEM, since="", purpose="ho_tich", act="")
    assert register.causes == []
    assert [one.action for one in entries()] == ["registry.refuse"] * 3


@pytest.fixture
def heard(hoa):
    """Changes as the rest of the house hears of them."""
    found: list[PersonChanged] = []
    with subscribed(PersonChanged, found.append):
        yield found


@pytest.mark.django_db(transaction=True)
def test_the_nightly_job_reads_on_where_it_was_and_tells_the_house(register: Register, hoa, heard) -> None:
    register.changes = [change(f"{90000100 + one:012}") for one in range(4)] + [change(HOA)]
    with patch.object(changes, "PAGE", 2):
        assert changes.follow_changes(SYSTEM) == 1
    (told,) = heard
    assert (told.party_id, told.kind, told.occurred_on) == (hoa, ChangeKind.MOVE, DAY)
    assert [one.action for one in entries()] == ["registry.changes"] * 3
    assert changes.follow_changes(SYSTEM) == 0, "what was read is not read again"
    register.changes.append(change(HOA))
    register.fails = Reason.MAINTENANCE
    assert changes.follow_changes(SYSTEM) == 0
    register.fails = None
    assert changes.follow_changes(SYSTEM) == 1


def test_an_operator_turns_it_off_in_the_table(register: Register) -> None:
    Purpose.objects.filter(code=changes.FOLLOWED).update(verbs=["lookup"])
    assert changes.follow_changes(SYSTEM) == 0
    assert (register.causes, entries()) == ([], [])


def test_a_register_that_never_ends_is_left_for_the_next_night(register: Register) -> None:
    register.changes = [change(NOBODY)] * 30
    with patch.object(changes, "PAGE", 1):
        changes.follow_changes(SYSTEM)
    assert len(register.causes) == changes.PAGES_A_RUN
