"""Instants in tokens: seconds since 1970, and how far two clocks may differ."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials.encoding import reading, refuse
from dean06.kernel.documents.credentials.types import Reason

SKEW = timedelta(seconds=60)


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970; ValueError for an instant without its zone."""
    if instant.tzinfo is None:
        raise ValueError("naive datetime: the instant must carry its time zone")
    return int(instant.timestamp())


def instant(claims: Mapping[str, Any], name: str) -> datetime | None:
    """The instant a claim names, None without it."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"{name} is no instant")
    with reading(name):
        try:
            return datetime.fromtimestamp(value, UTC)
        except OSError as error:
            raise ValueError("out of range") from error


def check_validity(claims: Mapping[str, Any], at: datetime) -> None:
    """Refused before ``nbf``, from ``exp`` on, and when ``iat`` lies ahead."""
    for name in ("nbf", "iat"):
        begins = instant(claims, name)
        if begins is not None and at + SKEW < begins:
            raise refuse(name, Reason.NOT_YET_VALID)
    ends = instant(claims, "exp")
    if ends is not None and ends <= at - SKEW:
        raise refuse("exp", Reason.EXPIRED)
