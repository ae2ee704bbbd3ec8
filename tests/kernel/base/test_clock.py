"""The clock that can be held."""

from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest

from dean06.kernel.base import clock


def test_now_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_today_is_the_day_in_vietnam() -> None:
    with clock.at(datetime(2023, 12, 2, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2023, 12, 3)
    with clock.at(datetime(2023, 12, 2, 16, 59, tzinfo=UTC)):
        assert clock.today() == date(2023, 12, 2)


def test_a_day_means_the_opening_of_offices_and_nesting_unwinds() -> None:
    with clock.at(date(2023, 11, 24)) as outer:
        assert outer == clock.now() == datetime(2023, 11, 24, 1, 0, tzinfo=UTC)
        with clock.at(date(2025, 7, 1)):
            assert clock.today() == date(2025, 7, 1)
        assert clock.now() == outer


def test_a_held_clock_is_released_by_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(date(2000, 1, 1)):
        _ = 1 / 0
    assert clock.today().year > 2000


def test_a_held_clock_holds_only_its_own_thread() -> None:
    seen: list[int] = []
    with clock.at(date(2000, 1, 1)):
        thread = Thread(target=lambda: seen.append(clock.today().year))
        thread.start()
        thread.join()
    assert seen != [2000]


def test_naive_instants_are_refused() -> None:
    naive = datetime(2023, 12, 2, 16, 59)  # noqa: DTZ001 - what is being refused
    with pytest.raises(ValueError, match="naive"):
        clock.local(naive)
    with pytest.raises(ValueError, match="naive"), clock.at(naive):
        pass


def test_other_time_zones_are_converted() -> None:
    with clock.at(datetime(2024, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))):
        assert clock.local(clock.now()).hour == 22
        assert clock.now().utcoffset() == timedelta(0)
