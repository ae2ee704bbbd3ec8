"""Reading the audit log in tests."""

from typing import Any

from dean06.kernel.audit import entry
from dean06.kernel.audit.models import AuditEntry


def bodies_of(action: str) -> list[dict[str, Any]]:
    """Bodies of all entries of an action, oldest first."""
    rows = AuditEntry.objects.filter(action=action).order_by("id")
    return [entry.read(row.body) for row in rows]


def actions_of(action: str) -> list[dict[str, Any]]:
    """Details of all entries of an action, oldest first."""
    return [body["details"] for body in bodies_of(action)]
