"""The lists of the Prime Minister's decisions: how many services each has, and those known by name only."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dean06.kernel.cases.procedures.problems import DeclarationError, Source, Table
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
    """Read ``lists/*.toml`` of the directories. DeclarationError with the mistakes of the first wrong file."""
    files = (file for directory in directories for file in sorted((directory / FOLDER).glob("*.toml")))
    return tuple(read_list(file.name, file.read_text(encoding="utf-8")) for file in files)


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
    if source.problems:
        raise DeclarationError(source.problems)
    return found


def _named(table: Table) -> NamedService:
    named = NamedService(name=table.text("name"), note=table.text("note", required=False))
    table.done()
    return named
