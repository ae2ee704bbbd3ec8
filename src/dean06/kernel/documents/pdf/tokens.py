"""The least of PDF's grammar that an incremental update needs: where a value ends, what a dictionary holds.

Values stay the bytes they are: what is not changed is copied, never written anew.
"""

import re
from typing import Final

WHITE: Final = b"\x00\t\n\x0c\r "
MOST_NESTING: Final = 64
_SKIP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_WORD = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_REFERENCE = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
_NAME = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_STRING_STOP = re.compile(rb"[()\\]")
_HEX = re.compile(rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*>")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

Entries = dict[bytes, bytes]


class Unreadable(ValueError):
    """Not the grammar of a PDF file."""


def skip(data: bytes, at: int) -> int:
    """Past white space and comments."""
    found = _SKIP.match(data, at)
    return found.end() if found else at


def value_end(data: bytes, at: int, depth: int = 0) -> int:
    """Where the value that begins at ``at`` ends. Unreadable."""
    if depth > MOST_NESTING:
        raise Unreadable("nested too deeply")
    start = data[at : at + 2]
    if start == b"<<":
        return _dictionary(data, at, depth)[1]
    if start[:1] == b"[":
        return _array_end(data, at, depth)
    if start[:1] == b"(":
        return _string_end(data, at)
    pattern = {b"<": _HEX, b"/": _NAME}.get(start[:1])
    found = pattern.match(data, at) if pattern else _REFERENCE.match(data, at) or _WORD.match(data, at)
    if found is None:
        raise Unreadable(f"no value at {at}")
    return found.end()


def dictionary(data: bytes, at: int = 0) -> Entries:
    """Keys and raw values of the dictionary at ``at``. Unreadable for anything else, and for a key that comes twice:
    readers differ in which one they believe."""
    at = skip(data, at)
    if data[at : at + 2] != b"<<":
        raise Unreadable("no dictionary")
    return _dictionary(data, at, 0)[0]


def array(data: bytes) -> list[bytes]:
    """Raw values of an array. Unreadable for anything else."""
    if not data.startswith(b"["):
        raise Unreadable("no array")
    values, at = [], skip(data, 1)
    while data[at : at + 1] != b"]":
        end = value_end(data, at, 1)
        values.append(data[at:end])
        at = skip(data, end)
    return values


def reference(data: bytes) -> int | None:
    """The number of the object a value refers to; None for a direct value."""
    found = _REFERENCE.fullmatch(data)
    return int(found[1]) if found else None


def number(data: bytes) -> int:
    """A whole number that is not negative. Unreadable."""
    if not data.isdigit():
        raise Unreadable("no number")
    return int(data)


def written(entries: Entries) -> bytes:
    """A dictionary again."""
    return b"<<" + b"".join(key + b" " + value for key, value in entries.items()) + b">>"


def _dictionary(data: bytes, at: int, depth: int) -> tuple[Entries, int]:
    found: Entries = {}
    at = skip(data, at + 2)
    while data[at : at + 2] != b">>":
        named = _NAME.match(data, at)
        if named is None:
            raise Unreadable(f"no key at {at}")
        key = _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), named[0])
        begin = skip(data, named.end())
        at = value_end(data, begin, depth + 1)
        if key in found:
            raise Unreadable(f"{key!r} comes twice")
        found[key] = data[begin:at]
        at = skip(data, at)
    return found, at + 2


def _array_end(data: bytes, at: int, depth: int) -> int:
    at = skip(data, at + 1)
    while data[at : at + 1] != b"]":
        at = skip(data, value_end(data, at, depth + 1))
    return at + 1


def _string_end(data: bytes, at: int) -> int:
    open_brackets = 0
    while found := _STRING_STOP.search(data, at):
        at = found.end()
        if found[0] == b"\\":
            at += 1
            continue
        open_brackets += 1 if found[0] == b"(" else -1
        if open_brackets == 0:
            return at
    raise Unreadable("a string without end")
