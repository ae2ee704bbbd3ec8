"""Names of units as of a day, looked up once a day and remembered; a code nobody knows is shown as it is."""

from datetime import date

from dean06.kernel.base.errors import NotFound
from dean06.kernel.parties import api as parties


def unit_name(code: str, on: date) -> str:
    """The unit's name on a day; the code itself when the register does not know it."""
    try:
        return parties.unit_name(code, on)
    except NotFound:
        return code
