"""Signed JSON whose members were agreed on one by one: exactly that, or it is refused and nothing of it is used.

For adapters whose other side signs what it says (compact JWS over ES256). Each has its own word of refusal and its own
forms; how a member is held against them is the same for all.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn, TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM: Final = "ES256"
# What no text column keeps: NUL, half a UTF-16 pair.
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
T = TypeVar("T")
Told = Mapping[str, Any]


class Agreed:
    """Reads what one other side says. ``refused`` makes its exception of: unsigned, bad_signature, malformed."""

    def __init__(self, refused: Callable[[str], Exception]) -> None:
        self._refused = refused

    def signed(self, raw: str, key: ECKey, *, kind: str, longest: int) -> Any:
        """The claims under the signature; the header names the kind and nothing else. Nothing is read before that."""
        if len(raw) > longest or raw.count(".") != 2 or not raw.isascii():
            raise self._refused("unsigned")
        try:
            found = jws.extract_compact(raw.encode())
            is_theirs = found.headers() == {"alg": ALGORITHM, "typ": kind} and jws.validate_compact(
                found, key, [ALGORITHM]
            )
            claims = json.loads(found.payload or b"") if is_theirs else None
        except (JoseError, ValueError, RecursionError) as error:
            raise self._refused("bad_signature") from error
        if not is_theirs:
            raise self._refused("bad_signature")
        return claims

    def members(self, told: Any, names: set[str]) -> Told:
        """An object with exactly these members."""
        if not isinstance(told, dict) or told.keys() != names:
            self.malformed()
        return told

    def items(self, told: Any, most: int) -> list[Any]:
        """A list of so many at most."""
        if not isinstance(told, list) or len(told) > most:
            self.malformed()
        return told

    def text(self, facts: Told, name: str, longest: int, *, least: int = 1) -> str:
        """Words, without blanks around them."""
        value = facts[name]
        if not isinstance(value, str) or not least <= len(value.strip()) <= longest or UNFIT.search(value):
            self.malformed()
        return value.strip()

    def matching(self, facts: Told, name: str, pattern: re.Pattern[str]) -> str:
        """A string of a form."""
        value = facts[name]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.malformed()
        return value

    def one_of(self, kind: Callable[[Any], T], value: Any) -> T:
        """A word of a list."""
        try:
            return kind(value)
        except ValueError as error:
            raise self._refused("malformed") from error

    def whole(self, value: Any, most: int) -> int:
        """A whole number from 0 to the most."""
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            self.malformed()
        return value

    def flag(self, value: Any) -> bool:
        """Yes or no."""
        if not isinstance(value, bool):
            self.malformed()
        return value

    def day(self, value: Any) -> date:
        """A day, ISO 8601."""
        try:
            return date.fromisoformat(value)
        except (ValueError, TypeError) as error:
            raise self._refused("malformed") from error

    def instant(self, value: Any) -> datetime:
        """An instant with its zone, ISO 8601."""
        try:
            found = datetime.fromisoformat(value)
        except (ValueError, TypeError) as error:
            raise self._refused("malformed") from error
        if found.tzinfo is None:
            self.malformed()
        return found

    def epoch(self, value: Any) -> datetime:
        """An instant in whole seconds since 1970."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.malformed()
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise self._refused("malformed") from error

    def malformed(self) -> NoReturn:
        """Refuse."""
        raise self._refused("malformed")


def maybe(read: Callable[[Any], T], value: Any) -> T | None:
    """What is read of a value, None of none."""
    return None if value is None else read(value)
