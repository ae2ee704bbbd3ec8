"""Leave: the colleague's queue and hands for exactly those days, by whose word, and never two at once."""

from datetime import timedelta

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.cases.office import MORNING, UNIT, officer

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.cases import api
from dean06.kernel.cases.services import handling
from dean06.kernel.cases.types import Act, Holder, QueueChoice

DAY = timedelta(days=1)
MINE = QueueChoice(held_by=Holder.ME)


def held_case(office):
    case = office.received()
    office.do(handling.assign, case, step="mot_cua", assignee_id=office.clerk.party_id)
    return case


def stand_in(office, actor=None, first=0, last=2):
    today = clock.today()
    return api.substitute(
        actor or office.clerk,
        unit_code=UNIT,
        role=Role.CLERK,
        away_id=office.clerk.party_id,
        substitute_id=office.registrar.party_id,
        days=(today + first * DAY, today + last * DAY),
    )


def test_for_those_days_the_colleague_sees_and_does_the_work(office):
    case = held_case(office)
    assert api.permitted_acts(office.registrar, case_id=case.pk) == (Act.ASSIGN,)
    stand_in(office, first=1, last=2)
    for day, has_it in ((0, False), (1, True), (2, True), (3, False)):
        with clock.at(MORNING + day * DAY):
            found = api.work_queue(office.registrar, choice=MINE).items
            assert bool(found) is has_it
            assert api.queue_counts(office.registrar).mine == int(has_it)
            assert (Act.STOP in api.permitted_acts(office.registrar, case_id=case.pk)) is has_it
    with clock.at(MORNING + DAY):
        office.do(handling.stop, case, office.registrar, reason="Người nộp xin thôi")
    assert case.last_by.startswith("Phạm Văn Hộ")


def test_only_in_the_same_unit_and_role(office):
    case = held_case(office)
    stand_in(office)
    elsewhere = officer("000026000004", "Phạm Văn Hộ", Role.CLERK, "cong-an-xa-duc-tho", title="Biệt phái")
    assert not api.work_queue(elsewhere, choice=MINE).items
    assert api.permitted_acts(elsewhere, case_id=case.pk) == ()


def test_by_the_officer_or_a_leader_and_in_the_log(office):
    with pytest.raises(NotPermitted):
        stand_in(office, office.registrar)
    with pytest.raises(NotPermitted):
        stand_in(office, office.mother)
    with pytest.raises(NotPermitted):
        stand_in(office, office.police)
    made = stand_in(office, office.chair)
    (row,) = api.substitutions([UNIT])
    assert (row.away_name, row.substitute_name) == ("Lê Thị Lan", "Phạm Văn Hộ")
    assert row.made_by.startswith("Đặng Quốc Bảo")
    assert len(actions_of("cases.substitute")) == 1
    with pytest.raises(NotPermitted):
        api.end_substitution(office.registrar, substitution_id=made)
    api.end_substitution(office.clerk, substitution_id=made)
    assert api.substitutions([UNIT]) == []
    with pytest.raises(NotFound):
        api.end_substitution(office.clerk, substitution_id=made)


def test_never_two_at_once_but_again_after_it_ended(office):
    made = stand_in(office)
    with pytest.raises(Conflict):
        stand_in(office, first=2, last=5)
    api.end_substitution(office.clerk, substitution_id=made)
    stand_in(office, first=2, last=5)


@pytest.mark.parametrize(("first", "last"), [(-1, 1), (2, 1), (0, 300)])
def test_days_that_make_no_sense_are_refused(office, first, last):
    with pytest.raises(Invalid):
        stand_in(office, first=first, last=last)


def test_not_by_oneself_and_not_by_somebody_of_another_desk(office):
    today = clock.today()
    for other in (office.clerk, office.police, office.chair):
        with pytest.raises(Invalid):
            api.substitute(
                office.clerk,
                unit_code=UNIT,
                role=Role.CLERK,
                away_id=office.clerk.party_id,
                substitute_id=other.party_id,
                days=(today, today),
            )
