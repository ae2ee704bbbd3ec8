"""Pages over reads that count and slice by themselves."""

import pytest
from django.test import RequestFactory

from dean06.portal.paging import page_of

ROWS = list(range(45))


def asked(text):
    fetched = []

    def fetch(limit, offset):
        fetched.append((limit, offset))
        return ROWS[offset : offset + limit]

    request = RequestFactory().get("/", {"trang": text} if text else {})
    page = page_of(request, len(ROWS), fetch, 20)
    return list(page), fetched


@pytest.mark.parametrize(
    ("text", "rows"),
    [("", ROWS[:20]), ("2", ROWS[20:40]), ("3", ROWS[40:]), ("99", ROWS[40:]), ("-1", ROWS[40:]), ("x", ROWS[:20])],
)
def test_the_page_asked_for_or_the_nearest(text, rows):
    shown, fetched = asked(text)
    assert shown == rows
    assert len(fetched) == 1
    assert fetched[0][0] <= 20


def test_nothing_to_show():
    assert list(page_of(RequestFactory().get("/"), 0, lambda limit, offset: [], 20)) == []
