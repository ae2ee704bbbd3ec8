"""How grave each kind of contradiction is, who may decide it, and how its two values are shown."""

from dean06.programme.reading.model import Account, Deadline, Decider, Severity, UnitName

SEVERITY: dict[str, Severity] = {
    "lead_mismatch": "high",
    "lead_missing": "high",
    "lead_multiple": "high",
    "lead_is_request": "high",
    "lead_also_coordinator": "medium",
    "lead_also_force": "low",
    "coordinator_mismatch": "medium",
    "coordinator_also_force": "low",
    "force_mismatch": "medium",
    "deadline_mismatch": "high",
    "deadline_missing": "high",
    "deadline_non_working_day": "low",
    "tools_mismatch": "low",
    "title_mismatch": "low",
    "level_mismatch": "medium",
    "quantity_mismatch": "high",
    "group_count": "medium",
    "date_mismatch": "medium",
    "number_mismatch": "medium",
    "symbol_mismatch": "medium",
    "missing_number_date": "high",
    "spelling": "low",
}

# What changes nobody's duty the standing body may settle; the rest is the leader's.
SETTLED_BY_COORDINATOR = frozenset(
    {"lead_also_force", "coordinator_also_force", "tools_mismatch", "title_mismatch", "spelling", "group_count"}
)


def decider(kind: str) -> Decider:
    """Who may decide a contradiction of this type."""
    return "coordinator" if kind in SETTLED_BY_COORDINATOR else "leader"


def deadline_value(deadline: Deadline | None) -> dict[str, str | None] | None:
    """A deadline in the form of the JSON contract; the bound is inclusive unless the words say "trước"."""
    if deadline is None:
        return None
    return {
        "text": deadline.text,
        "kind": deadline.kind,
        "date": deadline.date.isoformat() if deadline.date else None,
        "bound": deadline.bound,
    }


def unit_key(unit: UnitName) -> str:
    """What makes two names the same unit."""
    return unit.code or unit.name.casefold()


def shared(account: Account | None, one: str, other: str) -> list[str]:
    """Canonical names of the units that one reading has in both roles."""
    if account is None:
        return []
    keys = {unit_key(unit) for unit in _units(account, other)}
    return [unit.name for unit in _units(account, one) if unit_key(unit) in keys]


def _units(account: Account, role: str) -> tuple[UnitName, ...]:
    return {"lead": account.lead, "coordinate": account.coordinate, "force": account.force}[role]
