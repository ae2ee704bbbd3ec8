"""Logs: one form for all, and never a person in them."""

import io
import json
import logging as stdlib_logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base import logging
from dean06.kernel.base.ids import new_id

NUMBERS = st.from_regex(r"0[0-9]{11}|[0-9]{9}|0[35789][0-9]{8}", fullmatch=True)
EMAILS = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.(vn|com)", fullmatch=True)
AROUND = st.sampled_from(["", " ", "số ", "(", "cccd:", "/api?so=", '"', "=", "Đ"])


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What reaches the log stream; the state of the logging library is put back."""
    root = stdlib_logging.getLogger()
    before, level = root.handlers[:], root.level
    logging.configure("json")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, stdlib_logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@given(AROUND, st.one_of(NUMBERS, EMAILS), AROUND.filter(lambda text: text != "Đ"))
def test_numbers_and_addresses_do_not_get_through(before: str, secret: str, after: str) -> None:
    assert secret not in logging.mask(f"{before}{secret}{after}")


@pytest.mark.parametrize(
    "secret",
    [
        "042201001234",
        "042 201 001 234",
        "184012345",
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84912345678",
        "84 912 345 678",
        "02393 123 456",
        "an.nguyen+x@hatinh.gov.vn",
    ],
)
def test_usual_ways_of_writing_them(secret: str) -> None:
    masked = logging.mask(f"Gọi {secret} để hỏi")
    assert masked == f"Gọi {logging.MASK} để hỏi"


@pytest.mark.parametrize("text", ["GET /xem/{}/ 409", "Not Found: /xem/{}/", "/dang-nhap/?next=%2Fxem%2F{}%2F"])
def test_an_address_that_is_a_secret_is_not_written(text: str) -> None:
    secret = "0rEj-_" + "x9" * 18 + "Q"
    assert logging.mask(text.format(secret)) == text.format(logging.MASK)


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-24T08:00:00.123456Z",
        "2023-11-24 08:00",
        "24/11/2023",
        "018c0000-0000-7000-8000-123456789012",
        "12.500.000 đ",
        "case 000.00.01.H27-260930-0012",
        "GET /chi-dao/12/ 200 in 15 ms",
        "port 8600",
    ],
)
def test_what_operators_need_stays_readable(text: str) -> None:
    assert logging.mask(text) == text


def test_our_logs_and_those_of_libraries_come_out_alike(written: io.StringIO) -> None:
    structlog.get_logger("dean06.x").info("imported", count=23, directive=new_id())
    stdlib_logging.getLogger("django.request").warning("Not Found: %s", "/tra-cuu/042201001234")
    ours, theirs = lines(written)
    assert (ours["event"], ours["count"], ours["level"], ours["logger"]) == ("imported", 23, "info", "dean06.x")
    assert (theirs["event"], theirs["level"]) == ("Not Found: /tra-cuu/***", "warning")
    assert ours["timestamp"].endswith("Z")
    assert theirs["timestamp"].endswith("Z")


def test_every_corner_of_an_event_is_searched(written: io.StringIO) -> None:
    secret = "042201001234"
    log = structlog.get_logger("x")
    log.info(
        f"looked up {secret}",
        number=int("142201001234"),
        short=42201001234,
        nested={"deep": [{"who": f"id {secret}"}, (secret,)], secret: 1},
        full_name="Nguyễn Thị Hương",
        headers={"Authorization": "Bearer abc", "Set-Cookie": "k=v"},
        thing=ValueError(secret),
    )
    log.info("positional %s", secret)
    text = written.getvalue()
    for leaked in (secret, "42201001234", "Hương", "Bearer", "k=v"):
        assert leaked not in text
    assert lines(written)[0]["full_name"] == logging.MASK


def test_exceptions_are_told_without_what_they_carried(written: io.StringIO) -> None:
    try:
        raise LookupError("no person 042201001234, call 0912345678")
    except LookupError:
        structlog.get_logger("x").exception("failed")
        stdlib_logging.getLogger("y").exception("failed too")
    for line in lines(written):
        assert "LookupError: no person ***, call ***" in line["exception"]


def test_the_request_id_is_on_every_line(written: io.StringIO) -> None:
    assert logging.request_id() == ""
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        assert logging.request_id() == "r-1"
        structlog.get_logger("x").info("one")
        stdlib_logging.getLogger("y").info("two")
    structlog.get_logger("x").info("three")
    assert [line.get("request_id") for line in lines(written)] == ["r-1", "r-1", None]


def test_the_console_form_is_for_people(written: io.StringIO) -> None:
    logging.configure("console")
    handler = stdlib_logging.getLogger().handlers[0]
    assert isinstance(handler, stdlib_logging.StreamHandler)
    handler.setStream(written)
    structlog.get_logger("x").info("imported", count=23, phone="0912345678")
    assert "imported" in written.getvalue()
    assert "count=23" in written.getvalue()
    assert "0912345678" not in written.getvalue()
