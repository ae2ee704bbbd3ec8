"""Who may file by oneself: a child may not where the procedure says so, and the refusal is in the log."""

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.kernel.cases.declarations import BIRTH
from tests.kernel.cases.office import POLICE, UNIT, at

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases.models import Filing
from dean06.kernel.cases.services import drafts, filing
from dean06.kernel.cases.services.applicants import years
from dean06.kernel.cases.types import Channel
from dean06.kernel.parties import api as parties

ADULTS = {
    "procedure": "thuong_tru",
    "unit_code": POLICE,
    "answers": {"full_name": "Lê Văn Con", "address": "Thôn 1"},
    "papers": [],
    "child_units": {},
}


def child(office, born=date(2010, 12, 6)):
    """Somebody of fourteen, on the day before the fifteenth birthday."""
    party = parties.register_person(
        SYSTEM, personal_id="000026000042", full_name="Lê Văn Con", birth_on=born, sex="male", is_fictional=True
    )
    return replace(office.mother, party_id=party, name="Lê Văn Con")


def reasons():
    entries = AuditEntry.objects.filter(action="cases.deny").order_by("at")
    return [json.loads(one.body)["details"]["reason"] for one in entries]


def test_a_child_is_told_who_files_for_it(office):
    with pytest.raises(NotPermitted) as refused:
        office.file(actor=child(office), **ADULTS)
    assert refused.value.code == "applicant_too_young"
    assert "Người dưới 18 tuổi" in refused.value.message
    assert (Filing.objects.count(), reasons()) == (0, ["applicant_too_young"])


def test_a_draft_of_a_child_is_not_handed_in_either(office):
    actor = child(office)
    facts = {"procedure": "thuong_tru", "unit_code": POLICE, "answers": ADULTS["answers"]}
    draft_id = drafts.save_draft(actor, **facts)
    with pytest.raises(NotPermitted) as refused:
        filing.submit_draft(actor, draft_id=draft_id, expected_revision=1)
    assert refused.value.code == "applicant_too_young"


def test_at_the_counter_too(office):
    actor = child(office)
    counter = {"channel": Channel.COUNTER, "applicant_id": actor.party_id}
    with pytest.raises(NotPermitted) as refused:
        office.file(actor=office.police, **ADULTS, **counter)
    assert refused.value.code == "applicant_too_young"


def test_every_refused_filing_is_in_the_log(office):
    low = replace(office.mother, assurance_level=0)
    counter = {"channel": Channel.COUNTER, "papers": []}
    for actor, facts in (
        (low, {}),
        (office.mother, {"applicant_id": office.neighbour.party_id}),
        (office.clerk, counter | {"applicant_id": office.clerk.party_id}),
        (office.clerk, counter | {"applicant_id": office.mother.party_id, "unit_code": POLICE}),
    ):
        with pytest.raises(NotPermitted):
            office.file(actor=actor, **facts)
    draft_id = drafts.save_draft(low, procedure="khai_sinh", unit_code=UNIT, answers=BIRTH)
    with pytest.raises(NotPermitted):
        filing.submit_draft(low, draft_id=draft_id, expected_revision=1)
    assert reasons() == ["level_too_low", "not_yours", "own_case", "not_at_this_counter", "level_too_low"]


def test_of_age_or_where_no_age_is_said_she_files(office):
    actor = child(office)
    office.file(actor=actor, unit_code=UNIT)
    with clock.at(at("06/12/2028 09:00")):
        assert office.file("2", actor=actor, **ADULTS).code


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 12, 5), date(2025, 12, 4), 16),
        (date(2008, 12, 5), date(2025, 12, 5), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_full_years(born, day, age):
    assert years(born, day) == age
