"""The templates of this installation: each house names its directory when a process starts, one catalogue is read."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from dean06.kernel.base.declarations import DeclarationError, Problem
from dean06.kernel.messaging.wording.reading import read_template
from dean06.kernel.messaging.wording.types import Template

_directories: list[Path] = []


class UnknownTemplate(LookupError):
    """No file declares a template of this code."""


def register_directory(directory: Path) -> None:
    """Add a directory of ``CODE.toml`` files; naming one twice changes nothing."""
    if directory not in _directories:
        _directories.append(directory)
        catalogue.cache_clear()


@cache
def catalogue() -> Mapping[str, Template]:
    """Every template by code, read once. DeclarationError with file and line when a file cannot be used."""
    return read_catalogue(_directories)


def template(code: str) -> Template:
    """The template of this code. UnknownTemplate."""
    found = catalogue().get(code)
    if found is None:
        raise UnknownTemplate(code)
    return found


def read_catalogue(directories: Iterable[Path]) -> dict[str, Template]:
    """Read every ``*.toml`` of the directories. DeclarationError with the mistakes of all files."""
    found: dict[str, Template] = {}
    problems: list[Problem] = []
    for file in (file for directory in directories for file in sorted(directory.glob("*.toml"))):
        try:
            one = read_template(file.name, file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            problems.append(_problem(file, "Tệp phải lưu bằng mã UTF-8."))
            continue
        except DeclarationError as error:
            problems.extend(error.problems)
            continue
        if one.code != file.stem:
            problems.append(_problem(file, f"Tệp khai mẫu “{one.code}” phải mang tên {one.code}.toml."))
        elif one.code in found:
            problems.append(_problem(file, f"Mẫu “{one.code}” đã có ở một thư mục khác."))
        found[one.code] = one
    if problems:
        raise DeclarationError(problems)
    return found


def _problem(file: Path, message: str) -> Problem:
    return Problem(file=file.name, line=1, message=message)
