"""All procedures of an installation: which version is in force on a day, and whether the files agree."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from dean06.kernel.base.declarations import DeclarationError, Problem
from dean06.kernel.cases.procedures.reading import read_procedure
from dean06.kernel.cases.procedures.types import Child, FieldType, Procedure


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A procedure and the text that declared it: a case keeps the text."""

    procedure: Procedure
    text: str = field(repr=False)
    file: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Every declared version, by code and then by day."""

    declared: tuple[Declared, ...] = ()

    def on(self, day: date) -> list[Procedure]:
        """Procedures in force on a day."""
        return [one.procedure for one in self.declared if one.procedure.is_valid_on(day)]

    def find(self, code: str, day: date) -> Declared | None:
        """The version of a procedure in force on a day."""
        found = (one for one in self.declared if one.procedure.code == code and one.procedure.is_valid_on(day))
        return next(found, None)


def read_catalogue(directories: Iterable[Path], *, kinds: Collection[str] | None = None) -> Catalogue:
    """Read every ``*.toml`` of the directories. DeclarationError with the mistakes of all files; ``kinds`` as there."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for file in (file for directory in directories for file in sorted(directory.glob("*.toml"))):
        try:
            text = file.read_text(encoding="utf-8")
            found.append(Declared(procedure=read_procedure(file.name, text, kinds=kinds), text=text, file=file.name))
        except UnicodeDecodeError:
            problems.append(Problem(file=file.name, line=1, message="Tệp phải lưu bằng mã UTF-8."))
        except DeclarationError as error:
            problems.extend(error.problems)
    ordered = sorted(found, key=lambda one: (one.procedure.code, one.procedure.valid_from))
    problems.extend([*_overlaps(ordered), *_broken_children(ordered)])
    if problems:
        raise DeclarationError(problems)
    return Catalogue(declared=tuple(ordered))


def _overlaps(ordered: list[Declared]) -> Iterator[Problem]:
    """Two versions of one procedure must not be in force on the same day."""
    for earlier, later in pairwise(ordered):
        first, second = earlier.procedure, later.procedure
        if first.code == second.code and (first.valid_until is None or second.valid_from < first.valid_until):
            message = (
                f"“{second.code}” có hiệu lực từ {second.valid_from:%d/%m/%Y} khi bản trong {earlier.file} chưa hết"
                " hiệu lực. Ghi “valid_until” cho bản trước."
            )
            yield _problem(later, "valid_from", message)


def _broken_children(ordered: list[Declared]) -> Iterator[Problem]:
    """What is filed together exists, is in force, gets questions it has and every answer it cannot do without."""
    for parent in ordered:
        for child in parent.procedure.children:
            versions = [one.procedure for one in ordered if one.procedure.code == child.procedure]
            met = [one for one in versions if _overlap(parent.procedure, one)]
            for message in _gaps(parent.procedure, child, met):
                yield _problem(parent, f'"{child.procedure}"', message)
            found = {wrong: None for target in met for wrong in _misfits(parent.procedure, child, target)}
            for word, message in found:
                yield _problem(parent, word, message)


def _overlap(one: Procedure, other: Procedure) -> bool:
    """Whether both are in force on some day."""
    starts_before = other.valid_until is None or one.valid_from < other.valid_until
    return starts_before and (one.valid_until is None or other.valid_from < one.valid_until)


def _gaps(parent: Procedure, child: Child, met: list[Procedure]) -> Iterator[str]:
    """Days on which the parent can be filed and the child cannot; ``met`` in the order of days, not overlapping."""
    covered: date | None = parent.valid_from
    for version in met:
        if covered is None or version.valid_from > covered:
            break
        covered = version.valid_until
    if covered == parent.valid_from:
        yield f"Thủ tục liên thông “{child.procedure}” chưa có vào ngày hiệu lực."
    elif covered is not None and (parent.valid_until is None or covered < parent.valid_until):
        yield f"Thủ tục liên thông “{child.procedure}” không có bản nào từ {covered:%d/%m/%Y}."


def _misfits(parent: Procedure, child: Child, target: Procedure) -> Iterator[tuple[str, str]]:
    """What does not go into one version of the child: the word of the line, and what is wrong."""
    given = dict(child.answers)
    for name, own in given.items():
        if target.field(name) is None:
            yield f"{name} =", f"Tờ khai “{child.procedure}” không có câu hỏi “{name}”.{_since(target)}"
        elif not _fits(parent, own, target, name):
            yield f"{name} =", f"Câu trả lời “{own}” không cùng kiểu với “{name}”.{_since(target)}"
    for one in target.fields:
        if one.required and one.condition is None and one.name not in given:
            message = f"Tờ khai “{child.procedure}” bắt buộc có “{one.name}” mà không lấy được từ tờ khai này."
            yield f'"{child.procedure}"', f"{message}{_since(target)}"


def _since(target: Procedure) -> str:
    return f" (Bản từ {target.valid_from:%d/%m/%Y}.)"


def _fits(parent: Procedure, own: str, target: Procedure, name: str) -> bool:
    """Whether an answer to one question may stand as the answer to the other."""
    ours, theirs = parent.field(own), target.field(name)
    if ours is None or theirs is None:
        return False
    texts = (FieldType.TEXT, FieldType.LONG_TEXT)
    if theirs.type in texts:
        return ours.type in texts
    same_choices = {one.value for one in ours.choices} <= {one.value for one in theirs.choices}
    return ours.type is theirs.type and same_choices


def _problem(declared: Declared, word: str, message: str) -> Problem:
    """A mistake between files, at the first line of the file that has the word."""
    lines = enumerate(declared.text.splitlines(), start=1)
    number = next((number for number, line in lines if word in line), 1)
    return Problem(file=declared.file, line=number, message=message)
