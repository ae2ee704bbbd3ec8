"""One record of the invented register, flat, in the order of the table that keeps it."""

from dataclasses import dataclass, fields
from operator import attrgetter

MALE, FEMALE = 1, 2
LIVING, DEAD = 1, 2
SINGLE, MARRIED, DIVORCED, WIDOWED = 1, 2, 3, 4
HEAD, SPOUSE, CHILD, IN_LAW, GRANDCHILD, OTHER = "01", "02", "03", "05", "06", "99"


@dataclass(slots=True, kw_only=True)
class Person:
    """Codes as in protocols/population/codes.toml; an empty text or 0 is "the register does not know".

    ``birth`` is yyyy-mm-dd or yyyy; ``*_area`` are commune codes until 30/6/2025; ``commune`` is today's code;
    ``current`` is a province code of ``away`` in areas.toml, or empty for who lives at home. ``one_field``: the whole
    name travels in one element. ``flaw`` names what is wrong or missing. ``since``: first day the record exists, empty
    for the stock.
    """

    personal_id: str
    key: str = ""
    old_id: str = ""
    family_name: str = ""
    middle_name: str = ""
    given_name: str = ""
    sex: int = 0
    birth: str = ""
    ethnic: str = "01"
    religion: str = "00"
    marital: int = SINGLE
    blood: int = 0
    birth_area: str = ""
    origin_area: str = ""
    home_area: str = ""
    commune: str = ""
    hamlet: str = ""
    current: str = ""
    father_id: str = ""
    father_name: str = ""
    mother_id: str = ""
    mother_name: str = ""
    spouse_id: str = ""
    spouse_name: str = ""
    household: int = 0
    relation: str = ""
    status: int = LIVING
    died_on: str = ""
    card_issued: str = ""
    card_expires: str = ""
    updated_on: str = ""
    one_field: int = 0
    flaw: str = ""
    since: str = ""

    @property
    def full_name(self) -> str:
        """The parts of the name joined by single blanks."""
        return " ".join(filter(None, (self.family_name, self.middle_name, self.given_name)))

    @property
    def card_number(self) -> str:
        """Document number of the machine-readable zone: the last nine digits of the personal number."""
        return self.personal_id[3:] if self.card_issued else ""


COLUMNS = tuple(field.name for field in fields(Person))
INTEGERS = frozenset({"sex", "marital", "blood", "household", "status", "one_field"})
as_row = attrgetter(*COLUMNS)
