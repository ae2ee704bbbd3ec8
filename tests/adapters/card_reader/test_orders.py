"""An agent reads a card for its own server, for itself, in time, once; for nobody else."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dean06.adapters.card_reader.orders import CLOCK_SKEW
from dean06.adapters.card_reader.words import CardFailure
from dean06.kernel.base import clock

from .orders import orders, signed

CONTENT = {"challenge_id": "c", "challenge": "00" * 8, "files": ["DG1"]}


def refused(said, **how) -> str:
    with pytest.raises(CardFailure) as failure:
        orders(**how).open(said)
    return failure.value.code


def test_what_the_server_signed_is_opened():
    assert orders().open(signed(CONTENT))["files"] == ["DG1"]


@pytest.mark.parametrize("said", [None, {}, [], {"body": "{}"}, {"body": "{}", "signature": "?"}, CONTENT])
def test_unsigned(said):
    assert refused(said) == "foreign_order"


def test_signed_by_somebody_else_for_something_else_or_changed():
    assert refused(signed(CONTENT, key=Ed25519PrivateKey.generate())) == "foreign_order"
    assert refused(signed(CONTENT, context=b"dean06/receipt/v1\0")) == "foreign_order"
    order = signed(CONTENT)
    assert refused(order | {"body": order["body"].replace("DG1", "DG2")}) == "foreign_order"


def test_meant_for_another_machine():
    assert refused(signed(CONTENT | {"device": "another"})) == "foreign_order"


def test_too_late_even_for_a_clock_that_is_wrong():
    book, order = orders(), signed(CONTENT | {"expires_at": clock.now().isoformat()})
    with clock.at(clock.now() + CLOCK_SKEW + timedelta(seconds=1)):
        assert refused(order) == "order_expired"
    assert book.open(order)


def test_once():
    book, order = orders(), signed(CONTENT)
    book.open(order)
    with pytest.raises(CardFailure) as failure:
        book.open(order)
    assert failure.value.code == "order_expired"


def test_before_enrolment_nothing_is_read():
    assert refused(signed(CONTENT), server_key="") == "not_enrolled"


@pytest.mark.parametrize("content", [{}, {"challenge_id": "c", "expires_at": "hôm qua"}])
def test_an_order_of_another_version(content):
    assert refused(signed(content)) == "bad_order"
