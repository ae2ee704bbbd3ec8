"""Refusals."""

import pytest

from dean06.kernel.base import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.NotPermitted, "not_permitted"),
        (errors.NotFound, "not_found"),
        (errors.Conflict, "conflict"),
        (errors.Invalid, "invalid"),
        (errors.TooMany, "too_many"),
        (errors.Unavailable, "unavailable"),
    ],
)
def test_every_kind_has_a_code_of_its_own_that_can_be_narrowed(kind: type[errors.DomainError], code: str) -> None:
    plain, narrow = kind("Hãy thử lại."), kind("Hãy thử lại.", code="other", field="deadline")
    assert (plain.code, plain.field, str(plain)) == (code, "", "Hãy thử lại.")
    assert (narrow.code, narrow.field) == ("other", "deadline")


def test_waiting_times_travel_with_the_refusal() -> None:
    assert errors.TooMany("Chờ.", retry_after=30).retry_after == 30
    assert errors.Unavailable("Chờ.").retry_after == 0
