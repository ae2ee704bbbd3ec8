"""Rate limits in the database."""

from datetime import UTC, datetime, timedelta

import pytest

from dean06.kernel.base import clock
from dean06.kernel.base.errors import TooMany
from dean06.kernel.base.models import RateCounter
from dean06.kernel.base.ratelimit import Limit, hit, spend

pytestmark = pytest.mark.django_db
LIMIT = Limit(name="test.sign_in", count=3, seconds=60)
NOON = datetime(2023, 12, 1, 12, 0, 15, tzinfo=UTC)


def test_the_hit_beyond_the_limit_is_refused_until_the_window_ends() -> None:
    with clock.at(NOON):
        for _ in range(LIMIT.count):
            hit(LIMIT, "10.0.0.1")
        with pytest.raises(TooMany, match="45 giây") as refusal:
            hit(LIMIT, "10.0.0.1")
    assert refusal.value.retry_after == 45
    with clock.at(NOON + timedelta(seconds=44)), pytest.raises(TooMany):
        hit(LIMIT, "10.0.0.1")
    with clock.at(NOON + timedelta(seconds=45)):
        hit(LIMIT, "10.0.0.1")


def test_what_is_spent_at_once_is_taken_whole_or_not_at_all() -> None:
    with clock.at(NOON):
        spend(LIMIT, "a", 2)
        with pytest.raises(TooMany, match="45 giây"):
            spend(LIMIT, "a", 2)
        spend(LIMIT, "a", 1)
        for amount in (1, 4):
            with pytest.raises(TooMany):
                spend(LIMIT, "b" if amount == 4 else "a", amount)
        spend(LIMIT, "b", 3)


def test_a_long_wait_is_told_in_hours() -> None:
    with clock.at(NOON), pytest.raises(TooMany, match="sau 12 giờ"):
        spend(Limit(name="test.day", count=1, seconds=86_400), "a", 2)


def test_keys_and_limits_do_not_share_a_count() -> None:
    other = Limit(name="test.other", count=1, seconds=3600)
    with clock.at(NOON):
        for key in ("a", "b", "c", "d"):
            hit(LIMIT, key)
            hit(other, key)
        with pytest.raises(TooMany, match="60 phút"):
            hit(other, "a")


def test_the_key_itself_is_not_kept() -> None:
    hit(LIMIT, "042201001234")
    kept = RateCounter.objects.get()
    assert "042201001234" not in f"{kept.key_digest} {kept.limit}"
