"""The lists of the Prime Minister's decisions: how many services each has, and those known by name only.

What a file may say is also told by protocols/service_list.schema.json.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dean06.kernel.base.declarations import DeclarationError, Problem, Source, Table
from dean06.kernel.base.text import fold
from dean06.kernel.cases.procedures.types import DecisionList

FOLDER = "lists"


@dataclass(frozen=True, kw_only=True)
class NamedService:
    """A service somebody reported to be on a list; nothing else of it is declared yet."""

    name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ServiceList:
    """One decision: ``count`` services by its own words, ``named`` those that have no procedure here yet.

    ``verified``: somebody held the names against the decision.
    """

    code: DecisionList
    title: str
    count: int
    named: tuple[NamedService, ...]
    source: str
    verified: bool


def read_lists(directories: Iterable[Path]) -> tuple[ServiceList, ...]:
    """Read ``lists/*.toml`` of the directories. DeclarationError with the mistakes of all files."""
    found: dict[DecisionList, ServiceList] = {}
    problems: list[Problem] = []
    for file in (file for directory in directories for file in sorted((directory / FOLDER).glob("*.toml"))):
        name = f"{FOLDER}/{file.name}"
        try:
            one = read_list(name, file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            problems.append(Problem(file=name, line=1, message="Tệp phải lưu bằng mã UTF-8."))
            continue
        except DeclarationError as error:
            problems.extend(error.problems)
            continue
        if one.code in found:
            problems.append(Problem(file=name, line=1, message=f"Danh mục “{one.code}” đã có ở tệp khác."))
        found[one.code] = one
    if problems:
        raise DeclarationError(problems)
    return tuple(found.values())


def read_list(file: str, text: str) -> ServiceList:
    """The list a file declares. DeclarationError with every mistake and its line."""
    source = Source(file, text)
    table = source.root
    found = ServiceList(
        code=table.one_of("list", DecisionList) or DecisionList.QD_06,
        title=table.text("title"),
        count=table.number("count", least=1) or 1,
        named=tuple(_named(one) for one in table.tables("service")),
        source=table.text("source"),
        verified=table.flag("verified"),
    )
    table.done()
    _check(found, source)
    if source.problems:
        raise DeclarationError(source.problems)
    return found


def _check(found: ServiceList, source: Source) -> None:
    """A name once, and not more of them than the decision has."""
    names = [fold(one.name) for one in found.named]
    for number, name in enumerate(names):
        if name and name in names[:number]:
            source.problem(("service", number, "name"), f"“{found.named[number].name}” đã có ở trên.")
    if len(names) > found.count:
        source.problem(("count",), f"Có {len(names)} tên mà quyết định chỉ có {found.count} dịch vụ.")


def _named(table: Table) -> NamedService:
    named = NamedService(name=table.text("name"), note=table.text("note", required=False))
    table.done()
    return named
