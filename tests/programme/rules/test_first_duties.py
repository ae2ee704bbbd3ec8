"""What a directive puts in force before anybody decided: accountable only where there is no doubt."""

from datetime import date

import pytest

from dean06.programme.rules.deadlines import Deadline
from dean06.programme.rules.first_duties import LeadReading, NamedUnit, first_deadline, first_leads

POLICE, SCHOOLS = NamedUnit("cong-an-huyen", is_generic=False), NamedUnit("phong-giao-duc", is_generic=False)
OFFICES, CENTRE = NamedUnit("phong-ban-nganh", is_generic=True), NamedUnit("c06", is_generic=False)
UNKNOWN = NamedUnit("", is_generic=False)


def leads(*readings):
    return {lead.code: (lead.is_accountable, lead.is_request) for lead in first_leads(readings)}


def said(*units, request=False):
    return LeadReading(units, request)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([said(POLICE), said(POLICE)], {POLICE.code: (True, False)}),
        ([said(POLICE)], {POLICE.code: (True, False)}),
        ([said(), said(POLICE)], {POLICE.code: (True, False)}),
        ([said(POLICE), said(SCHOOLS)], {POLICE.code: (False, False), SCHOOLS.code: (False, False)}),
        ([said(POLICE, SCHOOLS)], {POLICE.code: (False, False), SCHOOLS.code: (False, False)}),
        ([said(POLICE), said(CENTRE, request=True)], {POLICE.code: (False, False), CENTRE.code: (False, True)}),
        ([said(CENTRE, request=True)], {CENTRE.code: (False, True)}),
        ([said(OFFICES)], {OFFICES.code: (False, False)}),
        ([said(UNKNOWN)], {}),
        ([said(POLICE), said(POLICE, UNKNOWN)], {POLICE.code: (False, False)}),
        ([], {}),
    ],
)
def test_first_leads(readings, expected):
    assert leads(*readings) == expected


def test_the_earliest_dated_reading_holds_until_it_is_decided():
    early = Deadline(text="30/12/2023", kind="fixed", on=date(2023, 12, 30))
    late = Deadline(text="Quý I/2024", kind="period_end", on=date(2024, 3, 31))
    assert first_deadline([late, early]) is early
    assert first_deadline([Deadline(text="thường xuyên", kind="recurring"), late]) is late
    assert first_deadline([]) == Deadline()
