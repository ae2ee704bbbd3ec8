"""Who may do what in the tracking of a directive."""

from dean06.kernel.base.actor import Role

# The dispatch is the chair's: who leads and until when is the chair's to settle. Slips of the pen are the tracking
# body's to note.
LEADER_DECIDES = frozenset(
    {
        "lead_mismatch",
        "lead_is_request",
        "lead_multiple",
        "lead_missing",
        "lead_also_coordinator",
        "lead_also_force",
        "deadline_mismatch",
        "deadline_missing",
        "deadline_non_working_day",
        "level_mismatch",
        "quantity_mismatch",
        "group_count",
    }
)
IMPORTERS = frozenset({Role.COORDINATOR, Role.LEADER, Role.SYSTEM})
ASSIGNERS = frozenset({Role.COORDINATOR, Role.LEADER})
OFFICIALS = frozenset({Role.CLERK, Role.COORDINATOR, Role.LEADER})


def decider(contradiction_type: str) -> Role:
    """The role that settles a type of contradiction."""
    return Role.LEADER if contradiction_type in LEADER_DECIDES else Role.COORDINATOR


def may_decide(role: Role, contradiction_type: str) -> bool:
    """The leader may settle everything, the tracking body what is left to it."""
    return role is Role.LEADER or (role is Role.COORDINATOR and decider(contradiction_type) is Role.COORDINATOR)


def may_receive_paper(role: Role) -> bool:
    """The tracking body notes what units sent on paper; that is receiving, not reporting in their name."""
    return role is Role.COORDINATOR


def may_report_for(role: Role, own_unit: str, unit_code: str) -> bool:
    """A unit speaks only for itself."""
    return role in {Role.CLERK, Role.COORDINATOR} and bool(unit_code) and own_unit == unit_code
