"""Rate limits counted in PostgreSQL, so that they hold across all web processes: fixed windows, one upsert a hit."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from dean06.kernel.base import clock, metrics
from dean06.kernel.base.errors import TooMany

_HIT = """
insert into base_ratecounter ("limit", key_digest, window_start, hits, expires_at)
values (%s, %s, %s, 1, %s)
on conflict ("limit", key_digest, window_start) do update set hits = base_ratecounter.hits + 1
returning hits
"""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most ``count`` hits of one key in each window of ``seconds``. The name is part of the key: keep it unique."""

    name: str
    count: int
    seconds: int


def hit(limit: Limit, key: str) -> None:
    """Count one hit of the key (an address, a user id ...); TooMany beyond the limit.

    Call it before the service opens its transaction: a rolled back transaction takes its hits with it.
    """
    now = clock.now()
    second = int(now.timestamp())
    start = second - second % limit.seconds
    end = start + limit.seconds
    digest = hashlib.sha256(f"{limit.name}\0{key}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_HIT, [limit.name, digest, _instant(start), _instant(end)])
        (hits,) = cursor.fetchone()
    if hits > limit.count:
        metrics.RATE_LIMITED.labels(limit=limit.name).inc()
        raise TooMany(_message(end - second), code="rate_limited", retry_after=end - second)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _message(seconds: int) -> str:
    wait = f"{seconds} giây" if seconds < 120 else f"{-(-seconds // 60)} phút"
    return f"Thao tác quá nhiều lần. Hãy thử lại sau {wait}."
