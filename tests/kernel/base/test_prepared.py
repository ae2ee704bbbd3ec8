"""A query put together once answers like the same query put together anew, whatever values it is asked with."""

from datetime import UTC, datetime, timedelta

import pytest

from dean06.kernel.base.models import RateCounter
from dean06.kernel.base.prepared import Prepared

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def rows_of(limit, since):
    rows = RateCounter.objects.filter(limit=limit, window_start__gt=since, hits=1)
    return rows.order_by("window_start").values_list("key_digest", "window_start")[:2]


@pytest.fixture
def counters(db):
    for number in range(4):
        at = BEGIN + timedelta(days=number)
        RateCounter.objects.create(limit="a%s" if number % 2 else "b", key_digest=str(number), window_start=at,
                                   expires_at=at)  # fmt: skip


def test_it_answers_as_the_query_itself(counters):
    asked = Prepared(rows_of, "an example", datetime(1970, 1, 1, tzinfo=UTC))
    for limit in ("a%s", "b", "'; --", "%"):
        for since in (BEGIN - timedelta(days=1), BEGIN, BEGIN + timedelta(days=2)):
            assert asked(limit, since) == list(rows_of(limit, since))


def test_it_is_put_together_once(counters, django_assert_num_queries):
    built = []

    def build(limit, since):
        built.append(limit)
        return rows_of(limit, since)

    asked = Prepared(build, "an example", datetime(1970, 1, 1, tzinfo=UTC))
    with django_assert_num_queries(2):
        asked("b", BEGIN)
        asked("a%s", BEGIN)
    assert built == ["an example"]


def test_an_example_the_query_does_not_hold_is_refused(counters):
    with pytest.raises(ValueError, match="not found again"):
        Prepared(lambda limit, since: rows_of(limit, BEGIN), "an example", datetime(1970, 1, 1, tzinfo=UTC))("b", BEGIN)
