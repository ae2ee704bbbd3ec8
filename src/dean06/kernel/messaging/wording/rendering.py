"""A template with its values put in."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from dean06.kernel.base import clock
from dean06.kernel.base.money import format_dong
from dean06.kernel.base.text import nfc
from dean06.kernel.messaging.wording import sms
from dean06.kernel.messaging.wording.reading import LINK_FIELD, PLACE
from dean06.kernel.messaging.wording.types import LONGEST_LINK, Field, FieldType, Template, Wording

_CODE = re.compile(r"[\w./-]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


class BadValue(ValueError):
    """A value does not fit its field; the message names both."""


def render(template: Template, values: Mapping[str, object], *, site: str) -> Wording:
    """The message in words. ``site`` is the address people reach us under, put before a link in a text message.

    BadValue for a value that is missing, unknown or of another type. Free text is cut to its field's length rather
    than refused: the act it tells of must not fail because of it.
    """
    names = {field.name for field in template.fields}
    if unknown := sorted(set(values) - names):
        raise BadValue(f"{template.code}: no field {', '.join(unknown)}")
    written = {field.name: _write(template, field, values.get(field.name)) for field in template.fields}
    link = written.get(LINK_FIELD, "")
    return Wording(
        subject=_put(template.subject, written),
        body=_body(template.body, written),
        sms=_sms(template, written, site + link) if template.sms else "",
        link=link,
    )


def _write(template: Template, field: Field, value: object) -> str:
    try:
        words = "" if value is None or value == "" else WRITERS[field.type](field, value)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadValue(f"{template.code}: {field.name} is no {field.type}: {error}") from error
    if field.required and not words:
        raise BadValue(f"{template.code}: {field.name} is missing")
    return words


def _text(field: Field, value: object) -> str:
    return _cut(" ".join(_string(value).split()), field.longest)


def _lines(field: Field, value: object) -> str:
    words = "\n".join(line.rstrip() for line in _string(value).strip().splitlines())
    return _cut(_EMPTY_LINES.sub("\n\n", words), field.longest)


def _date(_field: Field, value: object) -> str:
    day = clock.local(value).date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        raise TypeError(type(value).__name__)
    return f"{day:%d/%m/%Y}"


def _moment(_field: Field, value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return f"{clock.local(value):%H:%M ngày %d/%m/%Y}"


def _money(_field: Field, value: object) -> str:
    return format_dong(_whole(value))


def _number(_field: Field, value: object) -> str:
    return str(_whole(value))


def _code(field: Field, value: object) -> str:
    code = _string(value)
    if not _CODE.fullmatch(code) or len(code) > field.longest:
        raise ValueError(code)
    return code


def _link(_field: Field, value: object) -> str:
    path = _string(value)
    if not path.startswith("/") or path[1:2] in ("/", "\\") or len(path) > LONGEST_LINK:
        raise ValueError("not a path on this site")
    return path


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return nfc(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


WRITERS: dict[FieldType, Callable[[Field, object], str]] = {
    FieldType.TEXT: _text,
    FieldType.LINES: _lines,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.MONEY: _money,
    FieldType.NUMBER: _number,
    FieldType.CODE: _code,
    FieldType.LINK: _link,
}


def _put(words: str, written: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: written[place[1]], words)


def _body(words: str, written: Mapping[str, str]) -> str:
    """Line by line: one that asks for a value nobody gave is left out, and no gap shows where it was."""
    kept = [line for line in words.splitlines() if all(written[name] for name in PLACE.findall(line))]
    return _EMPTY_LINES.sub("\n\n", "\n".join(_put(line, written) for line in kept)).strip()


def _sms(template: Template, written: Mapping[str, str], address: str) -> str:
    fitted = {name: sms.fit(value, template.alphabet) for name, value in written.items()}
    return _put(template.sms, fitted | {LINK_FIELD: address})
