"""How many units owe a plan for the directive and how many handed one in, as of a day."""

from datetime import date

from dean06.kernel.parties.api import UnitRegister
from dean06.programme.models import Directive
from dean06.programme.selectors import plan_duty


def received_and_owed(directive: Directive, register: UnitRegister, as_of: date) -> tuple[int, int]:
    """(received, owed); a plan that had been returned by the day does not count as received."""
    owed = plan_duty.units_of_plan_duty(directive, register, as_of)
    plans = plan_duty.newest_plans(directive, as_of)
    received = [code for code in owed if plan_duty.is_received(plan_duty.plan_for(code, plans, register, as_of), as_of)]
    return len(received), len(owed)
