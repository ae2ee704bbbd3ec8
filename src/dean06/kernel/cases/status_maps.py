"""How another system counts the ten statuses: a dated table each, read once, held to be total both ways.

Every status of ours has one code of theirs to be sent as; every code of theirs that is named means one status of ours.
Where they have fewer words than we do two of ours go out as one (``direction = "out"`` on the one that is not read
back); where they have more, several of theirs come in as one (``direction = "in"``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from dean06.kernel.base.declarations import DeclarationError, Problem, Source, Table
from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases.statuses import Status

DIRECTORY = Path(__file__).with_name("data") / "status_maps"


class Direction(StrEnum):
    """Which way a row of a table is used."""

    BOTH = "both"
    OUT = "out"
    IN = "in"


class UnknownStatus(LookupError):
    """The other system used a code its table does not have."""


@dataclass(frozen=True, kw_only=True)
class StatusMap:
    """One system's table over a period (``valid_until`` excluded). ``sent`` has all ten statuses."""

    system: str
    title: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool
    sent: Mapping[Status, str]
    read: Mapping[str, Status]
    labels: Mapping[str, str]

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def code_of(self, status: Status) -> str:
        """What they call a status of ours."""
        return self.sent[status]

    def status_of(self, code: str) -> Status:
        """What a code of theirs means. UnknownStatus for one the table does not have: it is never guessed."""
        if code not in self.read:
            raise UnknownStatus(f"{self.system} has no status {code!r}")
        return self.read[code]

    @property
    def lost(self) -> tuple[Status, ...]:
        """Statuses of ours that come back as another one."""
        return tuple(one for one, code in self.sent.items() if self.read.get(code) is not one)


@dataclass(frozen=True)
class _Row:
    number: int
    ours: Status
    theirs: str
    label: str
    direction: Direction


@cache
def status_maps() -> tuple[StatusMap, ...]:
    """Every table. DeclarationError with file and line when one cannot be used."""
    return read_maps(sorted(DIRECTORY.glob("*.toml")))


def status_map(system: str, day: date) -> StatusMap:
    """The table of a system on a day; NotFound when there is none."""
    found = next((one for one in status_maps() if one.system == system and one.is_valid_on(day)), None)
    if found is None:
        raise NotFound(f"Chưa khai báo bảng trạng thái của hệ thống “{system}”.", code="status_map_not_found")
    return found


def read_maps(files: Iterable[Path]) -> tuple[StatusMap, ...]:
    """The tables of these files; a file is named after its system, "-" and a year where there are several."""
    found: list[StatusMap] = []
    problems: list[Problem] = []
    for file in files:
        try:
            one = read_map(file.name, file.read_text(encoding="utf-8"))
        except DeclarationError as error:
            problems.extend(error.problems)
            continue
        if any(other.system == one.system and _overlap(other, one) for other in found):
            problems.append(
                Problem(file=file.name, line=1, message=f"Trùng thời gian với bảng khác của “{one.system}”.")
            )
        found.append(one)
    if problems:
        raise DeclarationError(problems)
    return tuple(found)


def read_map(file: str, text: str) -> StatusMap:
    """The table a file declares. DeclarationError with every mistake and its line."""
    source = Source(file, text)
    table = source.root
    found = StatusMap(
        system=file.removesuffix(".toml").partition("-")[0],
        title=table.text("title"),
        valid_from=table.day("valid_from") or date.min,
        valid_until=table.day("valid_until", required=False),
        source=table.text("source"),
        verified=table.flag("verified"),
        sent={},
        read={},
        labels={},
    )
    rows = [row for number, one in enumerate(table.tables("status", required=True)) if (row := _row(number, one))]
    table.done()
    found = _with(found, rows, source)
    if source.problems:
        raise DeclarationError(source.problems)
    return found


def _row(number: int, table: Table) -> _Row | None:
    ours, theirs = table.number("ours", least=1), table.text("theirs")
    direction = table.one_of("direction", Direction, required=False) or Direction.BOTH
    label = table.text("label", required=False)
    table.done()
    if ours is not None and ours not in set(Status):
        table.problem("ours", f"“ours” là {ours}; trạng thái của ta từ 1 đến 10.")
    if ours not in set(Status) or not theirs:
        return None
    return _Row(number=number, ours=Status(ours or 0), theirs=theirs, label=label, direction=direction)


def _with(found: StatusMap, rows: list[_Row], source: Source) -> StatusMap:
    """The table with its rows, each used once a way; what is missing is told at the top."""
    sent: dict[Status, str] = {}
    read: dict[str, Status] = {}
    for row in rows:
        if row.direction is not Direction.IN:
            if row.ours in sent:
                source.problem(("status", row.number, "ours"), f"Trạng thái {row.ours} đã có mã để gửi ở trên.")
            sent.setdefault(row.ours, row.theirs)
        if row.direction is not Direction.OUT:
            if row.theirs in read:
                source.problem(("status", row.number, "theirs"), f"Mã “{row.theirs}” đã có nghĩa ở trên.")
            read.setdefault(row.theirs, row.ours)
    for status in Status:
        if status not in sent and rows:
            source.problem((), f"Thiếu mã để gửi trạng thái {status} “{status.label}”.")
    for row in rows:
        if row.theirs not in read:
            source.problem(("status", row.number, "theirs"), f"Mã “{row.theirs}” gửi đi được mà không đọc về được.")
    labels = {row.theirs: row.label for row in rows if row.label}
    return StatusMap(**{**found.__dict__, "sent": sent, "read": read, "labels": labels})


def _overlap(one: StatusMap, other: StatusMap) -> bool:
    return (one.valid_until is None or other.valid_from < one.valid_until) and (
        other.valid_until is None or one.valid_from < other.valid_until
    )
