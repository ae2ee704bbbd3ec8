"""Bytes to one JSON object, nothing that would hurt later let through: one parse, cheap checks around it."""

import json
import re
from collections.abc import Iterator
from math import isinf
from typing import Any, Final, NoReturn

from dean06.pilots.p17_health_labour_books.fhir.types import DEEPEST, LARGEST_BUNDLE, Refused

_STRINGS: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"{}[]"))
_RISKY: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def parsed(content: bytes) -> dict[str, Any]:
    """The object in the bytes.

    Refused: too_large, not_utf8, too_deep, twice_named (a member), not_json, not_an_object.
    """
    if len(content) > LARGEST_BUNDLE:
        megabytes = LARGEST_BUNDLE // (1024 * 1024)
        raise Refused("too_large", f"Gói lớn hơn {megabytes} MB. Hãy chia thành nhiều gói.")
    if not _is_shallow(content):
        raise Refused("too_deep", f"Gói lồng nhau sâu hơn {DEEPEST} tầng.")
    try:
        text = content.decode("utf-8")
        told = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_number)
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", "Gói phải là văn bản UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise Refused("not_json", "Gói không phải JSON hợp lệ.") from error
    if not isinstance(told, dict):
        raise Refused("not_an_object", "Gói phải là một đối tượng JSON.")
    if _RISKY.search(content) and any(_UNFIT.search(one) for one in _strings(told)):
        raise Refused("not_utf8", "Gói có ký tự không lưu được (NUL hoặc nửa ký tự UTF-16).")
    return told


def _is_shallow(content: bytes) -> bool:
    """Whether nothing lies deeper than allowed: strings out, then one level of pairs after the other."""
    left = _STRINGS.sub(b"", content).translate(None, _NOT_BRACKETS)
    for _ in range(DEEPEST):
        shallower = left.replace(b"[]", b"").replace(b"{}", b"")
        if shallower == left:  # nothing left, or what does not pair up and is no JSON: the parser will say so
            return True
        left = shallower
    return not left


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise Refused("twice_named", "Một đối tượng trong gói có hai thành phần cùng tên.")
    return told


def _no_constant(word: str) -> NoReturn:
    raise Refused("not_json", f"{word} không phải số hợp lệ trong JSON.")


def _number(word: str) -> float:
    value = float(word)
    if isinf(value):
        raise Refused("not_json", "Gói có số quá lớn.")
    return value


def _strings(told: Any) -> Iterator[str]:
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(one.keys())
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
