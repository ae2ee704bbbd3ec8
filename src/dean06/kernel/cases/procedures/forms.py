"""Answers held against the form of a declaration. Judged here only: a browser may help, it decides nothing.

Answers come as text (a page) or as JSON values (a machine); what is kept is JSON: text, whole numbers, true and false,
days as YYYY-MM-DD, times as HH:MM, lists of rows.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import parse_dong
from dean06.kernel.base.text import nfc
from dean06.kernel.cases.procedures.types import Channel, Condition, Fee, FieldSpec, FieldType, PaperSpec, Procedure

Answers = Mapping[str, Any]

MOST_ROWS = 100
MOST_DIGITS = 15
YES = frozenset({"true", "on", "1", "yes", "co", "có"})
NO = frozenset({"false", "off", "0", "no", "khong", "không", ""})
PHONE = re.compile(r"(?:0|\+84)\d{9,10}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PERSONAL_ID = re.compile(r"[0-9]{12}")
LONGEST_EMAIL = 254
EARLIEST_YEAR = 1900


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Answers in the form they are kept, and what is wrong by field ("members.0.full_name" inside a list)."""

    answers: dict[str, Any]
    errors: dict[str, str]


def check_answers(procedure: Procedure, answers: Answers, *, today: date, whole: bool = True) -> Checked:
    """Hold answers against the form. ``whole`` False (a draft) lets questions stay open.

    Questions whose condition does not hold are not asked, and answers to them are left out. An answer to a question the
    form does not have is an error: nothing a person wrote is dropped in silence.
    """
    kept: dict[str, Any] = {}
    errors = {
        name: "Tờ khai không có câu hỏi này. Hãy tải lại trang." for name in answers if procedure.field(name) is None
    }
    for spec in procedure.fields:
        if not holds(spec.condition, kept):
            continue
        value, wrong = _answer(spec, answers.get(spec.name), today=today, whole=whole)
        errors.update({f"{spec.name}{place}": message for place, message in wrong.items()})
        if value is not None:
            kept[spec.name] = value
    return Checked(answers=kept, errors=errors)


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition is fulfilled by answers as they are kept."""
    if condition is None:
        return True
    value = answers.get(condition.field)
    return (str(value).lower() if isinstance(value, bool) else value) in condition.values


def needed_papers(procedure: Procedure, answers: Answers) -> list[PaperSpec]:
    """The papers that belong to a file with these answers."""
    return [paper for paper in procedure.papers if holds(paper.condition, answers)]


def fees_due(procedure: Procedure, answers: Answers, channel: Channel) -> list[Fee]:
    """The fee lines that may fall due for a file with these answers, filed this way."""
    return [fee for fee in procedure.fees if fee.channel is channel.priced_as and holds(fee.condition, answers)]


def persons_named(procedure: Procedure, answers: Answers) -> set[str]:
    """The personal numbers in a form, those in rows of lists too."""
    found: set[str] = set()
    for spec in procedure.fields:
        rows = answers.get(spec.name) or () if spec.type is FieldType.LIST else (answers,)
        asked = spec.columns or (spec,)
        numbers = [one.name for one in asked if one.type is FieldType.PERSONAL_ID]
        found.update(row[name] for row in rows for name in numbers if row.get(name))
    return found


def child_answers(procedure: Procedure, child: str, answers: Answers) -> dict[str, Any]:
    """What the form of a procedure filed together gets from this one."""
    pairs = next((one.answers for one in procedure.children if one.procedure == child), ())
    return {name: answers[own] for name, own in pairs if own in answers}


def _answer(spec: FieldSpec, raw: Any, *, today: date, whole: bool) -> tuple[Any, dict[str, str]]:
    """One answer as kept (None: none) and its mistakes by place below the field ("" is the field itself)."""
    if isinstance(raw, str):
        raw = nfc(raw.strip())
    if spec.type is FieldType.LIST:
        return _rows(spec, raw, today=today, whole=whole)
    if raw is None or raw == "":
        return None, ({"": f"Chưa trả lời “{spec.label}”."} if whole and spec.required else {})
    try:
        value = _READERS[spec.type](spec, raw)
        _check_past(spec, value, today)
    except Invalid as refusal:
        return None, {"": refusal.message}
    return value, {}


def _rows(spec: FieldSpec, raw: Any, *, today: date, whole: bool) -> tuple[Any, dict[str, str]]:
    if raw in (None, ""):
        raw = []
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not all(isinstance(row, Mapping) for row in raw):
        return None, {"": f"“{spec.label}” phải là danh sách. Hãy tải lại trang."}
    most = spec.maximum or MOST_ROWS
    if len(raw) > most:
        return None, {"": f"“{spec.label}” có nhiều nhất {most} dòng."}
    least = max(spec.minimum or 0, int(spec.required)) if whole else 0
    errors = {"": f"“{spec.label}” cần ít nhất {least} dòng."} if len(raw) < least else {}
    rows = []
    for number, given in enumerate(raw):
        row: dict[str, Any] = {}
        for column in spec.columns:
            value, wrong = _answer(column, given.get(column.name), today=today, whole=whole)
            errors.update({f".{number}.{column.name}": message for message in wrong.values()})
            if value is not None:
                row[column.name] = value
        unknown = set(given) - {column.name for column in spec.columns}
        errors.update({f".{number}.{name}": "Danh sách không có cột này. Hãy tải lại trang." for name in unknown})
        rows.append(row)
    return (rows or None), errors


def _text(spec: FieldSpec, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Invalid(f"“{spec.label}” phải là chữ.")
    text = raw.replace("\r\n", "\n")
    if spec.type is FieldType.TEXT:
        text = " ".join(text.split())
    if len(text) > spec.longest:
        raise Invalid(f"“{spec.label}” dài nhất {spec.longest} ký tự, đang có {len(text)}.")
    if not all(char.isprintable() or char in "\n\t" for char in text):
        raise Invalid(f"“{spec.label}” có ký tự không đọc được. Hãy gõ lại.")
    if spec.pattern and not re.fullmatch(spec.pattern, text):
        raise Invalid(spec.pattern_message)
    return text


def _number(spec: FieldSpec, raw: Any) -> int:
    if isinstance(raw, str) and re.fullmatch(rf"-?[0-9]{{1,{MOST_DIGITS}}}", raw):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) >= 10**MOST_DIGITS:
        raise Invalid(f"“{spec.label}” phải là số nguyên, ví dụ 2.")
    return _within(spec, raw)


def _money(spec: FieldSpec, raw: Any) -> int:
    if isinstance(raw, str):
        raw = int(parse_dong(raw))
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < 10**MOST_DIGITS:
        raise Invalid(f"“{spec.label}” phải là số tiền bằng đồng, ví dụ 12.500.")
    return _within(spec, raw)


def _within(spec: FieldSpec, value: int) -> int:
    if spec.minimum is not None and value < spec.minimum:
        raise Invalid(f"“{spec.label}” nhỏ nhất là {spec.minimum}.")
    if spec.maximum is not None and value > spec.maximum:
        raise Invalid(f"“{spec.label}” lớn nhất là {spec.maximum}.")
    return value


def _date(spec: FieldSpec, raw: Any) -> str:
    day = next((day for form in ("%Y-%m-%d", "%d/%m/%Y") if (day := _day(str(raw), form))), None)
    if day is None or day.year < EARLIEST_YEAR:
        raise Invalid(f"“{spec.label}” phải là ngày/tháng/năm có thật, ví dụ 05/12/2025.")
    return day.isoformat()


def _check_past(spec: FieldSpec, value: Any, today: date) -> None:
    if spec.past_only and date.fromisoformat(value) > today:
        raise Invalid(f"“{spec.label}” không thể ở sau hôm nay ({today:%d/%m/%Y}).")


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _time(spec: FieldSpec, raw: Any) -> str:
    try:
        return time.fromisoformat(str(raw)).strftime("%H:%M")
    except ValueError:
        raise Invalid(f"“{spec.label}” phải là giờ:phút, ví dụ 14:30.") from None


def _choice(spec: FieldSpec, raw: Any) -> str:
    if raw not in [one.value for one in spec.choices]:
        raise Invalid(f"Hãy chọn một trong các mục của “{spec.label}”.")
    return str(raw)


def _yes_no(spec: FieldSpec, raw: Any) -> bool:
    word = str(raw).lower()
    if word not in YES | NO:
        raise Invalid(f"Hãy chọn có hoặc không cho “{spec.label}”.")
    return word in YES


def _personal_id(spec: FieldSpec, raw: Any) -> str:
    return _shaped(PERSONAL_ID, raw, f"“{spec.label}” gồm đúng 12 chữ số.")


def _phone(spec: FieldSpec, raw: Any) -> str:
    bare = re.sub(r"[\s.()-]", "", str(raw))
    return _shaped(PHONE, bare, f"“{spec.label}” phải là số điện thoại, ví dụ 0912 345 678.")


def _email(spec: FieldSpec, raw: Any) -> str:
    text = str(raw)
    return _shaped(EMAIL, text if len(text) <= LONGEST_EMAIL else "", f"“{spec.label}” không phải địa chỉ thư điện tử.")


def _shaped(shape: re.Pattern[str], raw: Any, message: str) -> str:
    if not isinstance(raw, str) or not shape.fullmatch(raw):
        raise Invalid(message)
    return raw


_READERS: dict[FieldType, Callable[[FieldSpec, Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
    FieldType.PERSONAL_ID: _personal_id,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
}
