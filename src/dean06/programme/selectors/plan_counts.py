"""How many units owe a plan for the directive and how many handed one in, as of a day."""

from datetime import date

from dean06.programme.choices import Verdict
from dean06.programme.models import Directive, UnitPlan
from dean06.programme.selectors.day import end_of
from dean06.programme.selectors.plan_duty import units_of_plan_duty


def received_and_owed(directive: Directive, as_of: date) -> tuple[int, int]:
    """(received, owed); a plan that had been returned by the day does not count as received."""
    owed = set(units_of_plan_duty(directive, as_of))
    end = end_of(as_of)
    plans = UnitPlan.objects.filter(directive=directive, submitted_at__lt=end)
    standing = plans.exclude(verdict=Verdict.RETURNED, verdict_at__lt=end)
    received = set(standing.values_list("unit_code", flat=True))
    return len(received & owed), len(owed)
