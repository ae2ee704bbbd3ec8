"""Names of units as of a day; a code nobody knows is shown as it is. Pages that name many use one register."""

from datetime import date

from dean06.kernel.parties import api as parties


def unit_name(code: str, on: date) -> str:
    """The unit's name on a day, for a single question."""
    return parties.unit_register().name(code, on)
