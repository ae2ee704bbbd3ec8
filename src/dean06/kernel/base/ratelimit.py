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


_SPEND = """
insert into base_ratecounter ("limit", key_digest, window_start, hits, expires_at)
values (%s, %s, %s, %s, %s)
on conflict ("limit", key_digest, window_start) do update set hits = base_ratecounter.hits + excluded.hits
where base_ratecounter.hits + excluded.hits <= %s
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
    start, end = _window(limit)
    with connection.cursor() as cursor:
        cursor.execute(_HIT, [limit.name, _digest(limit, key), start, end])
        (hits,) = cursor.fetchone()
    if hits > limit.count:
        raise _refusal(limit, end)


def spend(limit: Limit, key: str, amount: int) -> None:
    """Take ``amount`` of what the window allows the key, all or nothing: TooMany leaves what is left.

    Call it inside the transaction of what is paid for: what is rolled back is not paid for.
    """
    start, end = _window(limit)
    if amount <= limit.count:
        with connection.cursor() as cursor:
            cursor.execute(_SPEND, [limit.name, _digest(limit, key), start, amount, end, limit.count])
            if cursor.fetchone():
                return
    raise _refusal(limit, end)


def _window(limit: Limit) -> tuple[datetime, datetime]:
    second = int(clock.now().timestamp())
    start = second - second % limit.seconds
    return _instant(start), _instant(start + limit.seconds)


def _digest(limit: Limit, key: str) -> str:
    return hashlib.sha256(f"{limit.name}\0{key}".encode()).hexdigest()


def _refusal(limit: Limit, end: datetime) -> TooMany:
    metrics.RATE_LIMITED.labels(limit=limit.name).inc()
    left = int(end.timestamp()) - int(clock.now().timestamp())
    return TooMany(_message(left), code="rate_limited", retry_after=left)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _message(seconds: int) -> str:
    hour = 3600
    if seconds < 120:
        wait = f"{seconds} giây"
    else:
        wait = f"{-(-seconds // 60)} phút" if seconds < 2 * hour else f"{-(-seconds // hour)} giờ"
    return f"Thao tác quá nhiều lần. Hãy thử lại sau {wait}."
