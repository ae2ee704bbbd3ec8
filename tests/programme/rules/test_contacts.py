"""Somebody of the district always answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.programme.rules.contacts import Lead, contact, needs_contact

POLICE, SCHOOLS, TRACKER = "cong-an-huyen", "phong-giao-duc", "co-quan-theo-doi"
CENTRE = Lead(code="c06", is_request=True, is_local=False, is_home=False)
LEADS = st.lists(
    st.builds(
        Lead,
        code=st.sampled_from(["a", "b", "c", "d"]),
        is_accountable=st.booleans(),
        is_request=st.booleans(),
        is_local=st.booleans(),
        is_home=st.booleans(),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("leads", "who"),
    [
        ([], TRACKER),
        ([CENTRE], TRACKER),
        ([CENTRE, Lead(code=POLICE)], POLICE),
        ([Lead(code=POLICE), Lead(code=SCHOOLS)], TRACKER),
        ([Lead(code=POLICE), Lead(code=SCHOOLS, is_accountable=True)], SCHOOLS),
        ([Lead(code=POLICE, is_home=False), Lead(code=SCHOOLS)], SCHOOLS),  # of several heirs the one at home
        ([Lead(code="ngan-hang", is_accountable=True, is_local=False)], TRACKER),
    ],
)
def test_who_answers(leads, who):
    assert contact(leads, TRACKER) == who


def test_a_contact_is_named_when_a_lead_is_out_of_reach():
    assert needs_contact([CENTRE, Lead(code=POLICE)])
    assert not needs_contact([Lead(code=POLICE)])
    assert not needs_contact([])


@given(leads=LEADS)
def test_the_contact_is_never_a_body_out_of_reach(leads):
    assert contact(leads, TRACKER) in {TRACKER, *(lead.code for lead in leads if lead.is_ours)}
