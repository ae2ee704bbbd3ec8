"""Bytes to one JSON object, nothing that would hurt later let through: one parse, cheap checks around it."""

import json
import re
from collections.abc import Iterator
from math import isinf
from typing import Any, Final, NoReturn

from dean06.pilots.p17_health_labour_books.fhir.types import DEEPEST, LARGEST_BUNDLE, Refused

TOO_DEEP: Final = f"Gói lồng nhau sâu hơn {DEEPEST} tầng."
_RISKY: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def parsed(content: bytes) -> dict[str, Any]:
    """The object in the bytes.

    Refused: too_large, not_utf8, too_deep, twice_named (a member), not_json, not_an_object.
    """
    if len(content) > LARGEST_BUNDLE:
        megabytes = LARGEST_BUNDLE // (1024 * 1024)
        raise Refused("too_large", f"Gói lớn hơn {megabytes} MB. Hãy chia thành nhiều gói.")
    try:
        text = content.decode("utf-8")
        told = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_number)
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", "Gói phải là văn bản UTF-8.") from error
    except RecursionError as error:  # the parser's own end, far beyond ours
        raise Refused("too_deep", TOO_DEEP) from error
    except ValueError as error:
        raise Refused("not_json", "Gói không phải JSON hợp lệ.") from error
    if not isinstance(told, dict):
        raise Refused("not_an_object", "Gói phải là một đối tượng JSON.")
    if not _is_shallow(told):
        raise Refused("too_deep", TOO_DEEP)
    if _RISKY.search(content) and any(_UNFIT.search(one) for one in _strings(told)):
        raise Refused("not_utf8", "Gói có ký tự không lưu được (NUL hoặc nửa ký tự UTF-16).")
    return told


def _is_shallow(told: Any) -> bool:
    """Whether nothing lies deeper than allowed: one level of containers after the other."""
    level = [told]
    for _ in range(DEEPEST):
        # By exact type: the parser makes no other, and this is a good part of what a sender waits for.
        level = [
            one
            for outer in level
            for one in (outer.values() if type(outer) is dict else outer)
            if type(one) is dict or type(one) is list
        ]
        if not level:
            return True
    return False


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
