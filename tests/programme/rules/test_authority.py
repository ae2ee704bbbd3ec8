"""Who may do what; every type of contradiction has somebody who decides it and words to say it."""

import pytest

from dean06.kernel.base.actor import Role
from dean06.programme.rules import authority, topics

LEADERS = sorted(authority.LEADER_DECIDES)
NOTES = sorted(set(topics.TITLES) - authority.LEADER_DECIDES)


@pytest.mark.parametrize("kind", LEADERS)
def test_the_leaders_questions_are_the_leaders(kind):
    assert authority.decider(kind) is Role.LEADER
    assert [role for role in Role if authority.may_decide(role, kind)] == [Role.LEADER]


@pytest.mark.parametrize("kind", NOTES)
def test_slips_are_left_to_the_tracking_body_and_open_to_the_leader(kind):
    assert authority.decider(kind) is Role.COORDINATOR
    assert {role for role in Role if authority.may_decide(role, kind)} == {Role.LEADER, Role.COORDINATOR}


def test_every_type_the_leader_decides_has_words():
    assert set(topics.TITLES) >= authority.LEADER_DECIDES
    assert topics.title("something_new") == "Nội dung chưa thống nhất"


@pytest.mark.parametrize(
    ("role", "own", "unit", "allowed"),
    [
        (Role.CLERK, "phong-y-te", "phong-y-te", True),
        (Role.COORDINATOR, "cong-an-huyen", "cong-an-huyen", True),
        (Role.CLERK, "phong-y-te", "phong-tu-phap", False),
        (Role.COORDINATOR, "cong-an-huyen", "phong-y-te", False),
        (Role.CLERK, "", "", False),
        (Role.LEADER, "ubnd-huyen", "ubnd-huyen", False),
        (Role.OPERATOR, "phong-y-te", "phong-y-te", False),
        (Role.CITIZEN, "phong-y-te", "phong-y-te", False),
    ],
)
def test_a_unit_speaks_only_for_itself(role, own, unit, allowed):
    assert authority.may_report_for(role, own, unit) is allowed


def test_only_the_tracking_body_receives_paper():
    assert [role for role in Role if authority.may_receive_paper(role)] == [Role.COORDINATOR]


def test_one_decision_settles_one_topic():
    assert topics.settles("lead_missing") == "lead"
    assert topics.settles("deadline_mismatch") == "deadline"
    assert topics.settles("spelling") == "note"
    assert topics.types_about("note") == frozenset()
    assert all(topics.settles(kind) == topic for topic in ("lead", "deadline") for kind in topics.types_about(topic))
