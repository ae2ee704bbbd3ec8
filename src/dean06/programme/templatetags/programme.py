"""``{% load programme %}``: the words of the programme's pages."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.parties import api as parties
from dean06.kernel.parties.api import UnitRegister
from dean06.programme.rules import topics
from dean06.programme.rules.status import Status
from dean06.programme.selectors.day import day_of, end_of
from dean06.ui.parts import File
from dean06.ui.words import Tone

register = template.Library()
register.filter("contradiction_title", topics.title)

VERDICT_CODES = {"pending": "submitted", "confirmed": "confirmed", "returned": "returned"}
EXTENSION_CODES = {"pending": "requested", "confirmed": "granted", "returned": "refused"}
TONES: dict[Status, Tone] = {
    Status.DONE: "success",
    Status.DONE_LATE: "success",
    Status.IN_PROGRESS: "info",
    Status.DUE_SOON: "warning",
    Status.OVERDUE: "danger",
    Status.NOT_STARTED: "neutral",
}
BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t\f]*\n)+")
# A line that goes on in small letters, or with a closing word, was broken by the paper's width only.
WRAPPED = re.compile(r"(?<=[^\s.;:])[ \t]*\n[ \t]*(?=[a-zà-ỹđ(])")
NOTHING = "không nêu"
REGISTER = "_unit_register"


@register.filter
def tone(status: Status) -> Tone:
    """Colour of a status; the word always goes with it."""
    return TONES[status]


@register.simple_tag(takes_context=True)
def unit_name(context: Context, code: str, on: date | datetime | None = None) -> str:
    """Name of a unit as of a day (today without one); a page reads the register once however many it names."""
    return _register_of(context).name(code, _day(on))


@register.simple_tag(takes_context=True)
def unit_link(context: Context, code: str, on: date | datetime | None = None) -> SafeString:
    """Name of a unit as of a day, leading to the unit's page as of the same day."""
    day = _day(on)
    query = f"?ngay={day:%Y-%m-%d}" if day != clock.today() else ""
    url = reverse("programme:unit", args=[code]) + query
    return format_html('<a class="ds-link" href="{}">{}</a>', url, _register_of(context).name(code, day))


def _register_of(context: Context) -> UnitRegister:
    """The page's own snapshot, kept with its request."""
    request = context["request"]
    kept: UnitRegister | None = getattr(request, REGISTER, None)
    if kept is None:
        kept = parties.unit_register()
        setattr(request, REGISTER, kept)
    return kept


def _day(on: date | datetime | None) -> date:
    return (day_of(on) if isinstance(on, datetime) else on) or clock.today()


@register.filter
def units_in(reading: Any, role: str) -> list[Any]:
    """Units of a reading in a role, in the order named (prefetched)."""
    return [unit for unit in reading.units.all() if unit.role == role]


@register.filter
def verdict_code(verdict: str) -> str:
    """Status code of a verdict."""
    return VERDICT_CODES[verdict]


@register.filter
def extension_code(verdict: str) -> str:
    """Status code of the answer to an extension request."""
    return EXTENSION_CODES[verdict]


@register.filter
def verdict_on(submission: Any, day: date) -> str:
    """Status code of a submission as it stood at the end of a day."""
    is_open = submission.verdict_at is None or submission.verdict_at >= end_of(day)
    return VERDICT_CODES["pending" if is_open else submission.verdict]


@register.filter
def age_days(since: datetime, day: date) -> int:
    """Days from an instant to a day."""
    return (day - clock.local(since).date()).days


@register.filter
def waiting_days(since: datetime) -> int:
    """Days from an instant to today."""
    return age_days(since, clock.today())


@register.filter
def decider(role: str) -> str:
    """Who settles a contradiction, in words."""
    return "Chủ tịch UBND" if role == Role.LEADER else "Cơ quan theo dõi"


@register.filter
def collapse(text: str) -> str:
    """Verbatim words on one line: extracted text breaks lines where the paper did."""
    return " ".join(text.split())


@register.filter
def tidy(text: str) -> str:
    """A source text without the empty lines extraction puts everywhere, and with the lines of one sentence joined."""
    return WRAPPED.sub(" ", BLANK_LINES.sub("\n", text))


@register.filter
def sentence_case(text: str) -> str:
    """A heading printed in capitals, calmer on a screen; one already in mixed case is left alone."""
    return text.capitalize() if text.isupper() else text


@register.filter
def reading_value(value: Any) -> str:
    """What a reading says about a field, in words."""
    if isinstance(value, dict):
        return str(value.get("text") or NOTHING)
    if isinstance(value, list):
        return "; ".join(str(item) for item in value) or NOTHING
    return str(value) if value not in (None, "") else NOTHING


@register.filter
def as_files(rows: Iterable[Any]) -> list[File]:
    """Evidence rows for the file list."""
    return [File(name=row.name, url=reverse("programme:evidence", args=[row.pk]), size=row.size) for row in rows]
