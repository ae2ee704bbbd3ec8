"""Changes of the register: of people in our books, written down; of others nothing."""

from datetime import date

import pytest
from tests.kernel.registry.conftest import HOA, NOBODY, Register, entries

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import NotPermitted, Unavailable
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Change, ChangeKind, Field, Reason
from dean06.kernel.registry import api

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
    assert page.next == "m1"
    entry = entries()[-1]
    assert entry.action == "registry.changes"
    assert NOBODY not in entry.body
    assert set(AuditSubject.objects.filter(entry_id=entry.pk).values_list("party_id", flat=True)) == {hoa}


def test_a_register_that_is_away(register: Register) -> None:
    register.fails = Reason.UNREACHABLE
    with pytest.raises(Unavailable):
        ask()


def test_no_officer_asks_for_it(register: Register, clerk: Actor) -> None:
    with pytest.raises(NotPermitted):
        api.changes_since(clerk, since="", purpose="ho_tich", act="x")
    with pytest.raises(NotPermitted):
        api.changes_since(SYSTEM, since="", purpose="y_te", act="x")
    assert register.causes == []
