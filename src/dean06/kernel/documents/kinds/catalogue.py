"""All types of documents of an installation: each code with its versions, one in force a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from dean06.kernel.base.declarations import DeclarationError, Problem
from dean06.kernel.documents.kinds.reading import read_kind
from dean06.kernel.documents.kinds.spec import DocumentKind

DIRECTORY = Path(__file__).parents[1] / "data" / "types"


@dataclass(frozen=True)
class Kinds:
    """Types by code, the versions of each in the order of their days."""

    by_code: dict[str, tuple[DocumentKind, ...]]

    def on(self, code: str, day: date) -> DocumentKind | None:
        """The version in force on a day."""
        return next((one for one in self.by_code.get(code, ()) if one.is_valid_on(day)), None)

    def version(self, code: str, valid_from: date) -> DocumentKind:
        """The version a document was issued under. KeyError: a type that documents were issued under must stay."""
        return next(one for one in self.by_code[code] if one.valid_from == valid_from)

    def answering(self, code: str) -> frozenset[str]:
        """Types of which a document may be handed in where ``code`` is asked for."""
        every = (one for versions in self.by_code.values() for one in versions)
        return frozenset(one.code for one in every if one.answers_for(code))

    def asked_for(self) -> frozenset[str]:
        """Codes a paper may ask for: the types themselves, and what some of them stand for."""
        every = [one for versions in self.by_code.values() for one in versions]
        return frozenset(self.by_code).union(*(one.stands_for for one in every))


def read_kinds(directory: Path) -> Kinds:
    """Every file of a directory. DeclarationError with the mistakes of all of them."""
    problems: list[Problem] = []
    found: list[tuple[str, DocumentKind]] = []
    for file in sorted(directory.glob("*.toml")):
        try:
            found.append((file.name, read_kind(file.name, file.read_text(encoding="utf-8"))))
        except UnicodeDecodeError:
            problems.append(Problem(file=file.name, line=1, message="Tệp phải lưu bằng mã UTF-8."))
        except DeclarationError as error:
            problems.extend(error.problems)
    by_code: dict[str, list[tuple[str, DocumentKind]]] = {}
    for name, kind in found:
        by_code.setdefault(kind.code, []).append((name, kind))
    for versions in by_code.values():
        versions.sort(key=lambda one: one[1].valid_from)
        problems.extend(_overlaps(versions))
    if problems:
        raise DeclarationError(problems)
    return Kinds({code: tuple(kind for _, kind in versions) for code, versions in by_code.items()})


def _overlaps(versions: list[tuple[str, DocumentKind]]) -> Iterable[Problem]:
    for (_, earlier), (name, later) in pairwise(versions):
        if earlier.valid_until is None or earlier.valid_until > later.valid_from:
            message = f"Loại “{later.code}” có hai bản cùng hiệu lực từ {later.valid_from:%d/%m/%Y}."
            yield Problem(file=name, line=1, message=message)


@cache
def kinds() -> Kinds:
    """The installation's."""
    return read_kinds(DIRECTORY)
