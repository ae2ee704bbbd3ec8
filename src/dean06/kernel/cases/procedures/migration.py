"""A draft whose form changed while it was being filled: what fits goes along, the rest is told, nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dean06.kernel.cases.procedures.forms import check_answers
from dean06.kernel.cases.procedures.types import FieldSpec, Procedure

EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, kw_only=True)
class Left:
    """An answer that does not go along: the old question, the answer as it was kept, and why."""

    label: str
    answer: Any
    why: str


@dataclass(frozen=True, kw_only=True)
class Migrated:
    """A draft under the new form. ``asked_anew`` are the labels of questions the old form did not have."""

    answers: dict[str, Any]
    left: tuple[Left, ...]
    asked_anew: tuple[str, ...]


def migrate(old: Procedure, new: Procedure, answers: Mapping[str, Any], *, today: date) -> Migrated:
    """Carry a draft's answers over. A question is the same when name and type are; its new limits are applied."""
    shared = {name: value for name, value in answers.items() if _is_same(old.field(name), new.field(name))}
    checked = check_answers(new, shared, today=today, whole=False)
    wrong = {place.split(".")[0]: message for place, message in reversed(checked.errors.items())}
    kept = {name: value for name, value in checked.answers.items() if name not in wrong}
    left = tuple(
        Left(label=_label(old, name), answer=value, why=_why(new, name, wrong))
        for name, value in answers.items()
        if name not in kept and value not in EMPTY
    )
    anew = tuple(one.label for one in new.fields if old.field(one.name) is None)
    return Migrated(answers=kept, left=left, asked_anew=anew)


def _is_same(old: FieldSpec | None, new: FieldSpec | None) -> bool:
    return old is not None and new is not None and old.type is new.type


def _label(old: Procedure, name: str) -> str:
    spec = old.field(name)
    return spec.label if spec else name


def _why(new: Procedure, name: str, wrong: Mapping[str, str]) -> str:
    if new.field(name) is None:
        return "Mẫu tờ khai mới không còn câu hỏi này."
    return wrong.get(name, "Mẫu tờ khai mới hỏi câu này theo cách khác.")
