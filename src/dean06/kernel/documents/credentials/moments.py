"""Instants in tokens: seconds since 1970, and how far two clocks may differ."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials.encoding import refuse
from dean06.kernel.documents.credentials.types import Reason

SKEW = timedelta(seconds=60)
LATEST = 253_402_300_800  # seconds: the year 10000


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970; ValueError for an instant without its zone."""
    if instant.tzinfo is None:
        raise ValueError("naive datetime: the instant must carry its time zone")
    return int(instant.timestamp())


def number(claims: Mapping[str, Any], name: str) -> float | None:
    """The seconds a claim says, None without it; refused when it is no number, or beyond the year 9999."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST:
        raise refuse(f"{name} is no instant")
    return value


def instant(claims: Mapping[str, Any], name: str) -> datetime | None:
    """The instant a claim names, None without it."""
    value = number(claims, name)
    return None if value is None else datetime.fromtimestamp(value, UTC)


def check_validity(claims: Mapping[str, Any], at: datetime) -> None:
    """Refused before ``nbf``, from ``exp`` on, and when ``iat`` lies ahead."""
    now, skew = at.timestamp(), SKEW.total_seconds()
    for name in ("nbf", "iat"):
        begins = number(claims, name)
        if begins is not None and now + skew < begins:
            raise refuse(name, Reason.NOT_YET_VALID)
    ends = number(claims, "exp")
    if ends is not None and ends <= now - skew:
        raise refuse("exp", Reason.EXPIRED)
