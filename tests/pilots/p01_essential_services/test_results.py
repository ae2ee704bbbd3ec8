"""What a service results in can be made from what its form asks, and by somebody who receives or stands above."""

import pytest
from tests.kernel.cases.office import MORNING
from tests.pilots.p01_essential_services.answering import answers_to
from tests.pilots.p01_essential_services.test_procedures import on

from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.cases.receivers import receivers
from dean06.kernel.cases.results import facts_of, rule_for, rules
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.kinds.facts import checked
from dean06.kernel.parties import api as parties

TODAY = MORNING.date()
PAIRS = [(rule, code) for rule in rules() for code in sorted(rule.procedures)]
NAMED = pytest.mark.parametrize(("rule", "code"), PAIRS, ids=[code for _, code in PAIRS])


@NAMED
def test_the_facts_of_the_document_are_asked_by_the_form(rule, code):
    procedure = on(code, TODAY)
    assert rule_for(procedure, TODAY) == rule
    kind = documents.kinds().on(rule.document_type, TODAY)
    assert set(rule.facts) <= {fact.name for fact in kind.facts}
    facts = facts_of(rule, procedure, answers_to(procedure))
    assert set(checked(kind, facts)) >= {fact.name for fact in kind.facts if fact.required}


@NAMED
def test_whoever_receives_has_somebody_who_issues(rule, code, db):
    parties.load_reference_data(SYSTEM)
    kind = documents.kinds().on(rule.document_type, TODAY)
    without = [unit for unit in receivers(code, TODAY) if not documents.issuer_of(kind, unit, TODAY)]
    assert without == []


def test_nothing_is_passed_off_as_verified():
    assert not any(rule.verified for rule in rules())
