"""Which units owe a plan: the letter's addressees, group by group, as units stand on a day."""

from datetime import date

from dean06.kernel.parties import api as parties
from dean06.programme.choices import Verdict
from dean06.programme.models import Directive, Responsibility, UnitPlan


def units_of_plan_duty(directive: Directive, on: date) -> list[str]:
    """Codes of single units of the district that were given a duty or are addressed as a member of a group."""
    named = Responsibility.objects.in_force(on).filter(assignment__directive=directive)
    codes = set(named.values_list("unit_code", flat=True))
    members = {member.code for code in codes for member in parties.members(code, on)}
    return sorted(code for code in codes | members if parties.is_local(code, on))


def units_owing_plan(directive: Directive, on: date) -> list[str]:
    """Those whose plan has not come in or was returned."""
    handed_in = UnitPlan.objects.filter(directive=directive).exclude(verdict=Verdict.RETURNED)
    done = set(handed_in.values_list("unit_code", flat=True))
    return [code for code in units_of_plan_duty(directive, on) if code not in done]
