"""Reading a table with all its mistakes told at once, each with its line and what to write instead."""

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from dean06.kernel.base.positions import Path, line_of, lines_by_key

E = TypeVar("E", bound=StrEnum)
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ALIKE = 0.6


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file, in Vietnamese."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DeclarationError(ValueError):
    """Files that cannot be used; ``problems`` says where and why, all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Source:
    """One file being read: its data, its lines, the mistakes found so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._lines = lines_by_key(text)
        self.root = Table(self, self._parse(text), ())

    def problem(self, path: Path, message: str) -> None:
        """Note a mistake at a key."""
        self.problems.append(Problem(file=self.file, line=line_of(self._lines, path), message=message))

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            line, column = (int(at[1]), at[2]) if at else (len(text.splitlines()) or 1, "cuối")
            wrong = Problem(file=self.file, line=line, message=f"Sai cú pháp TOML (cột {column}).")
            raise DeclarationError([wrong]) from error


class Table:
    """One table of a file. Each getter notes a mistake and answers something harmless, so that reading goes on."""

    def __init__(self, source: Source, data: dict[str, Any], path: Path) -> None:
        self.source = source
        self.data = data
        self.path = path
        self._asked: set[str] = set()

    def problem(self, key: str, message: str) -> None:
        """Note a mistake at one of its keys, or at the table ("")."""
        self.source.problem((*self.path, key) if key else self.path, message)

    def has(self, key: str) -> bool:
        """Whether the file gives the key."""
        return key in self.data

    def text(self, key: str, *, required: bool = True) -> str:
        """Words without stray space."""
        value = self._value(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            self.problem(key, f"“{key}” phải là chữ trong ngoặc kép, không trống và không thừa dấu cách ở hai đầu.")
            return ""
        return value

    def block(self, key: str) -> str:
        """Words on several lines; space around them is dropped."""
        value = self._value(key, required=True)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.problem(key, f"“{key}” phải là chữ trong ba dấu ngoặc kép, không trống.")
            return ""
        return value.strip()

    def code(self, key: str, *, required: bool = True) -> str:
        """A name for programs."""
        value = self.text(key, required=required)
        if value and not _SNAKE.fullmatch(value):
            self.problem(key, f"“{key}” chỉ gồm chữ thường không dấu, số và gạch dưới, ví dụ giay_chung_sinh.")
            return ""
        return value

    def number(self, key: str, *, least: int = 0, required: bool = True) -> int | None:
        """A whole number."""
        value = self._value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.problem(key, f"“{key}” phải là số nguyên, nhỏ nhất là {least}.")
            return None
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false; without a default it must be there."""
        value = self._value(key, required=default is None)
        if value is None:
            return bool(default)
        if not isinstance(value, bool):
            self.problem(key, f"“{key}” phải là true hoặc false, không có ngoặc kép.")
        return value is True

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A day."""
        value = self._value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.problem(key, f"“{key}” phải là ngày viết năm-tháng-ngày, không có ngoặc kép, ví dụ 2025-07-01.")
            return None
        return value

    def clock_time(self, key: str) -> time | None:
        """A time of day."""
        value = self._value(key, required=True)
        if value is None:
            return None
        if not isinstance(value, time):
            self.problem(key, f"“{key}” phải là giờ viết giờ:phút:giây, không có ngoặc kép, ví dụ 22:00:00.")
            return None
        return value

    def one_of(self, key: str, kinds: type[E], *, required: bool = True) -> E | None:
        """A word of a list."""
        value = self._value(key, required=required)
        return None if value is None else self._member(key, value, kinds)

    def some_of(self, key: str, kinds: type[E], *, required: bool = True) -> tuple[E, ...]:
        """Words of a list, each once."""
        found = [self._member(key, value, kinds) for value in self.texts(key, required=required)]
        return tuple(one for one in found if one is not None)

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Words, each once."""
        value = self._value(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value) or not value:
            self.problem(key, f'“{key}” phải là danh sách chữ, ví dụ ["a", "b"].')
            return ()
        if len(set(value)) < len(value):
            self.problem(key, f"“{key}” có mục lặp lại.")
        return tuple(value)

    def table(self, key: str, *, required: bool = True) -> "Table | None":
        """The table under a key."""
        value = self._value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.problem(key, f"“{key}” phải là một bảng: viết [{key}] rồi các dòng của nó.")
            return None
        return Table(self.source, value, (*self.path, key))

    def tables(self, key: str, *, required: bool = False) -> "list[Table]":
        """The tables of an array."""
        value = self._value(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.problem(key, f"“{key}” phải là các bảng: mỗi mục bắt đầu bằng [[{key}]].")
            return []
        return [Table(self.source, one, (*self.path, key, number)) for number, one in enumerate(value)]

    def done(self) -> None:
        """Every key that nobody asked for is a mistake, most often a misspelling."""
        for key in self.data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), n=1, cutoff=ALIKE)
                meant = f" Có phải là “{near[0]}”?" if near else ""
                self.problem(key, f"Không có mục “{key}” ở đây.{meant}")

    def _value(self, key: str, *, required: bool) -> Any:
        self._asked.add(key)
        if key not in self.data and required:
            self.problem("", f"Thiếu “{key}”.")
        return self.data.get(key)

    def _member(self, key: str, value: object, kinds: type[E]) -> E | None:
        words = [one.value for one in kinds]
        if value not in words:
            self.problem(key, f"“{key}” là “{value}”; chỉ nhận: {', '.join(words)}.")
            return None
        return kinds(str(value))
