"""A declared form as the page draws it, and what comes back from the page as answers.

Drawing only: answers are kept as they were typed and judged by cases (``check_answers``) alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from dean06.kernel.base.money import format_dong
from dean06.kernel.cases.types import Condition, FieldSpec, FieldType, Procedure
from dean06.ui.forms import DayInput
from dean06.ui.templatetags.form_parts import target_id

MOST_RADIOS = 6
MOST_TYPED_ROWS = 100
YES_NO = (("true", "Có"), ("false", "Không"))
UNNAMED = "Tờ khai"
# The browser may stop typing there; what counts is the declaration.
TYPED_LONGEST = 2000
AUTOCOMPLETE = {FieldType.PHONE: "tel", FieldType.EMAIL: "email"}
INPUT_MODE = {
    FieldType.NUMBER: "numeric",
    FieldType.MONEY: "numeric",
    FieldType.PERSONAL_ID: "numeric",
    FieldType.PHONE: "tel",
    FieldType.EMAIL: "email",
}


class DrawnForm(forms.Form):
    """Fields with the answers given so far and the refusals of cases at their fields; validates nothing itself."""

    def __init__(self, fields: Mapping[str, forms.Field], given: Mapping[str, Any], errors: Mapping[str, str]) -> None:
        super().__init__(data=dict(given))
        self.fields.update(fields)
        self._refusals = errors

    def full_clean(self) -> None:
        """Put the refusals at their fields."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for name, message in self._refusals.items():
            if name in self.fields:
                self.add_error(name, message)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list: its form and the name of the button that takes it away."""

    number: int
    form: DrawnForm
    remove: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A run of questions under one heading, or a list with its rows (``add`` names the button for one more)."""

    title: str
    form: DrawnForm | None = None
    rows: tuple[Row, ...] = ()
    label: str = ""
    hint: str = ""
    error: str = ""
    add: str = ""
    anchor: str = ""


def blocks(procedure: Procedure, answers: Mapping[str, Any], errors: Mapping[str, str]) -> list[Block]:
    """The questions to ask now (those whose condition holds), section by section in the order of the declaration."""
    found: list[Block] = []
    run: list[FieldSpec] = []
    for spec in asked(procedure, answers):
        if run and (spec.type is FieldType.LIST or spec.section != run[-1].section):
            found.append(_run(run, answers, errors))
            run = []
        if spec.type is FieldType.LIST:
            found.append(_list(spec, answers, errors))
        else:
            run.append(spec)
    return [*found, _run(run, answers, errors)] if run else found


def asked(procedure: Procedure, answers: Mapping[str, Any]) -> Iterator[FieldSpec]:
    """Questions whose condition holds with the answers as typed; one that is not asked makes others not asked."""
    shown: dict[str, Any] = {}
    for spec in procedure.fields:
        if holds(spec.condition, shown):
            shown[spec.name] = answers.get(spec.name)
            yield spec


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """A condition against answers as typed or as kept."""
    return condition is None or typed(answers.get(condition.field)) in condition.values


def from_post(procedure: Procedure, data: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a page: what was asked there as typed now, the rest as it was. Empty answers are left out."""
    found = {name: value for name, value in before.items() if procedure.field(name)}
    for spec in procedure.fields:
        if spec.type is FieldType.LIST:
            if f"{spec.name}-rows" in data:
                found[spec.name] = _rows_of(spec, data)
        elif spec.name in data:
            found[spec.name] = str(data[spec.name]).strip()
    return {name: value for name, value in found.items() if value not in ("", None)}


def changed_rows(procedure: Procedure, answers: dict[str, Any], button: str) -> bool:
    """Add or take away a row of a list as a button says (``them:name``, ``bo:name:2``). False: no such."""
    verb, _, place = button.partition(":")
    name, _, number = place.partition(":")
    spec = procedure.field(name)
    if spec is None or spec.type is not FieldType.LIST or verb not in ("them", "bo"):
        return False
    rows = list(answers.get(name) or [])
    if verb == "them":
        rows.append({})
    elif number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
    answers[name] = rows
    return True


def typed(value: Any) -> str:
    """A kept answer as the page's control holds it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def written(spec: FieldSpec, value: Any) -> str:
    """An answer in words, for reading: days as 05/12/2025, money with its unit, choices by their label."""
    if value in (None, ""):
        return ""
    match spec.type:
        case FieldType.CHOICE:
            return next((one.label for one in spec.choices if one.value == value), str(value))
        case FieldType.YES_NO:
            return "Có" if typed(value) == "true" else "Không"
        case FieldType.DATE:
            return _day(value)
        case FieldType.MONEY:
            return format_dong(value) if isinstance(value, int) else str(value)
        case _:
            return str(value)


def error_links(found: Iterable[Block], errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every refusal with the id of the control to jump to, those without a control (a unit, a paper) without one."""
    drawn = list(found)
    places = {block.anchor: f"id_{block.anchor}" for block in drawn if block.anchor}
    for form in (*(b.form for b in drawn), *(row.form for b in drawn for row in b.rows)):
        for bound in form or ():
            places[bound.name.replace("-", ".")] = target_id(bound)
    return [(message, places.get(name, "")) for name, message in errors.items()]


def _run(specs: list[FieldSpec], answers: Mapping[str, Any], errors: Mapping[str, str]) -> Block:
    return Block(title=specs[0].section or UNNAMED, form=_drawn(specs, answers, errors, prefix=""))


def _list(spec: FieldSpec, answers: Mapping[str, Any], errors: Mapping[str, str]) -> Block:
    rows = answers.get(spec.name) or []
    given = rows if isinstance(rows, list) else []
    return Block(
        title=spec.section or UNNAMED,
        label=spec.label,
        hint=spec.hint,
        error=errors.get(spec.name, ""),
        rows=tuple(
            Row(number=number + 1, form=_row(spec, number, row, errors), remove=f"bo:{spec.name}:{number}")
            for number, row in enumerate(given)
        ),
        add=f"them:{spec.name}",
        anchor=spec.name,
    )


def _row(spec: FieldSpec, number: int, row: Mapping[str, Any], errors: Mapping[str, str]) -> DrawnForm:
    place = f"{spec.name}.{number}."
    own = {name.removeprefix(place): message for name, message in errors.items() if name.startswith(place)}
    return _drawn(spec.columns, row, own, prefix=f"{spec.name}-{number}-")


def _drawn(
    specs: Iterable[FieldSpec], answers: Mapping[str, Any], errors: Mapping[str, str], *, prefix: str
) -> DrawnForm:
    listed = list(specs)
    return DrawnForm(
        {prefix + spec.name: _field(spec) for spec in listed},
        {prefix + spec.name: _shown(spec, answers.get(spec.name)) for spec in listed},
        {prefix + name: message for name, message in errors.items()},
    )


def _field(spec: FieldSpec) -> forms.Field:
    return forms.CharField(label=spec.label, help_text=spec.hint, required=spec.required, widget=_widget(spec))


def _widget(spec: FieldSpec) -> forms.Widget:
    match spec.type:
        case FieldType.LONG_TEXT:
            return forms.Textarea(attrs={"rows": 4})
        case FieldType.DATE:
            return DayInput()
        case FieldType.TIME:
            return forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "14:30"})
        case FieldType.YES_NO:
            return forms.RadioSelect(choices=YES_NO)
        case FieldType.CHOICE:
            choices = [(one.value, one.label) for one in spec.choices]
            return forms.RadioSelect(choices=choices) if len(choices) <= MOST_RADIOS else _select(choices)
        case _:
            attrs: dict[str, Any] = {"maxlength": spec.longest or TYPED_LONGEST, "autocomplete": "off"}
            attrs |= {"autocomplete": AUTOCOMPLETE[spec.type]} if spec.type in AUTOCOMPLETE else {}
            attrs |= {"inputmode": INPUT_MODE[spec.type]} if spec.type in INPUT_MODE else {}
            return forms.TextInput(attrs=attrs)


def _select(choices: list[tuple[str, str]]) -> forms.Select:
    return forms.Select(choices=[("", "Chọn"), *choices])


def _shown(spec: FieldSpec, value: Any) -> str:
    return _day(value) if spec.type is FieldType.DATE and value else typed(value)


def _day(value: Any) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    except ValueError:
        return str(value)


def _rows_of(spec: FieldSpec, data: QueryDict) -> list[dict[str, str]]:
    counted = str(data[f"{spec.name}-rows"])
    count = min(int(counted), spec.maximum or MOST_TYPED_ROWS) if counted.isdecimal() else 0
    return [
        {
            column.name: said
            for column in spec.columns
            if (said := str(data.get(f"{spec.name}-{number}-{column.name}", "")).strip())
        }
        for number in range(count)
    ]
