"""A template as its file declares it."""

from dataclasses import dataclass
from enum import StrEnum

from dean06.kernel.messaging.types import MessageClass

LONGEST_SUBJECT = 200
LONGEST_BODY = 5000
LONGEST_LINK = 500
LONGEST_SMS = 500
MOST_SEGMENTS = 3
# An address of this site in a text message: host and path. Longer ones still go out, in one more segment.
LINK_IN_SMS = 90


class FieldType(StrEnum):
    """What may stand in a place of the text, and how it is written."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    NUMBER = "number"
    CODE = "code"
    LINK = "link"


# How many characters a value takes at most when the file does not say.
WIDEST = {
    FieldType.TEXT: 200,
    FieldType.LINES: 2000,
    FieldType.DATE: 10,
    FieldType.MOMENT: 21,
    FieldType.MONEY: 22,
    FieldType.NUMBER: 10,
    FieldType.CODE: 60,
    FieldType.LINK: LINK_IN_SMS,
}
SIZED = frozenset({FieldType.TEXT, FieldType.LINES, FieldType.CODE})


class Alphabet(StrEnum):
    """How a text message is written: ``gsm7`` without tones, 160 to a segment; ``ucs2`` with tones, 70 to a segment."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A place in the text. A line of the body whose optional field is empty is left out."""

    name: str
    type: FieldType
    required: bool
    longest: int


@dataclass(frozen=True, kw_only=True)
class Template:
    """One kind of message. ``sms`` is empty for what never goes out as a text message."""

    code: str
    message_class: MessageClass
    subject: str
    body: str
    sms: str
    alphabet: Alphabet
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A template with its values put in. ``link`` is a path on this site or empty."""

    subject: str
    body: str
    sms: str
    link: str
