"""On which line of a TOML file a key stands: the standard reader does not say, and people look for a mistake by line.

Not a parser: it trusts a text that ``tomllib`` has already accepted.
"""

import re

Path = tuple[str | int, ...]

_WHOLE_BLOCK = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_HEADER = re.compile(r"(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")
_BLOCK_QUOTE = re.compile(r"\"\"\"|'''")


def lines_by_key(text: str) -> dict[Path, int]:
    """Line (from 1) of every table and key; a table in an array has its number in the path."""
    return _Scan().over(text)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, else of the nearest table around it, else 1."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Scan:
    """Goes through the lines once, knowing in which table it is and whether a value is still open."""

    def __init__(self) -> None:
        self.found: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}
        self.table: Path = ()
        self.depth = 0
        self.quote = ""

    def over(self, text: str) -> dict[Path, int]:
        """All of a text."""
        for number, line in enumerate(text.splitlines(), start=1):
            self._take(number, line)
        return self.found

    def _take(self, number: int, line: str) -> None:
        if self.quote:
            if self.quote in line:
                self.quote = ""
            return
        bare = line.strip()
        if not self.depth:
            header, key = _HEADER.match(bare), _KEY.match(bare)
            if header:
                self._enter(number, header[1] == "[[", _parts(header[2]))
                return
            if key:
                self.found.setdefault(self._resolve(self.table, _parts(key[1])), number)
        rest = _WHOLE_BLOCK.sub("", bare)
        opened = _BLOCK_QUOTE.search(rest)
        if opened and "#" not in _STRING.sub("", rest[: opened.start()]):
            self.quote, rest = opened[0], rest[: opened.start()]
        rest = _STRING.sub("", rest).split("#", 1)[0]
        self.depth += sum(rest.count(one) for one in "[{") - sum(rest.count(one) for one in "]}")

    def _enter(self, number: int, in_array: bool, parts: list[str]) -> None:
        self.table = self._resolve(self._resolve((), parts[:-1]), parts[-1:], newest=not in_array)
        if in_array:
            size = self.sizes.get(self.table, 0)
            self.sizes[self.table] = size + 1
            self.found.setdefault(self.table, number)
            self.table = (*self.table, size)
        self.found.setdefault(self.table, number)

    def _resolve(self, start: Path, parts: list[str], *, newest: bool = True) -> Path:
        """Adds names to a path; an array on the way stands for its newest table."""
        path = start
        for part in parts:
            path = (*path, part)
            if newest and path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        return path


def _parts(key: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(key)]
