"""Our arithmetic of points against OpenSSL's, and the points that are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.chipid.curves import CURVES
from dean06.kernel.chipid.types import CardRefused

numbers = st.sampled_from(sorted(CURVES))
scalars = st.integers(1, 2**600)


@settings(deadline=None)
@given(numbers, scalars, scalars)
def test_multiples_and_sums_are_openssls(number, first, second):
    curve = CURVES[number]
    assert curve.multiply(first, curve.generated(1)) == curve.generated(first)
    assert curve.multiply(second, curve.generated(first)) == curve.generated(first * second)
    if (first + second) % curve.order:
        assert curve.add(curve.generated(first), curve.generated(second)) == curve.generated(first + second)


@settings(deadline=None)
@given(numbers, scalars, scalars)
def test_both_sides_of_an_exchange_agree(number, first, second):
    curve = CURVES[number]
    one = curve.agree(first % curve.order or 1, curve.generated(second))
    assert one == curve.multiply(first % curve.order or 1, curve.generated(second))[0].to_bytes(curve.size, "big")


@pytest.mark.parametrize("number", sorted(CURVES))
def test_a_point_added_to_itself_is_doubled(number):
    curve = CURVES[number]
    assert curve.add(curve.generated(7), curve.generated(7)) == curve.generated(14)


@pytest.mark.parametrize("number", sorted(CURVES))
def test_every_point_of_a_curve_is_in_its_group(number):
    """The order lies within Hasse's bound around the number of points, and twice the order does not: cofactor one."""
    curve = CURVES[number]
    assert (curve.order - curve.prime - 1) ** 2 <= 4 * curve.prime < (2 * curve.order - curve.prime - 1) ** 2
    x, y = curve.generated(1)
    assert curve.multiply(curve.order - 1, (x, y)) == (x, curve.prime - y)


@pytest.mark.parametrize("number", sorted(CURVES))
def test_infinity_is_refused(number):
    curve = CURVES[number]
    x, y = curve.generated(5)
    for act in (
        lambda: curve.add((x, y), (x, curve.prime - y)),
        lambda: curve.multiply(curve.order, (x, y)),
        lambda: curve.generated(2 * curve.order),
        lambda: curve.decode(b"\x00"),
        lambda: curve.decode(bytes(1 + 2 * curve.size)),
    ):
        with pytest.raises(CardRefused):
            act()


@settings(deadline=None)
@given(numbers, st.data())
def test_a_point_beside_the_curve_is_refused(number, data):
    curve = CURVES[number]
    whole = bytearray(curve.encode(curve.generated(data.draw(scalars))))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CardRefused):
        curve.decode(bytes(whole))


@pytest.mark.parametrize("number", sorted(CURVES))
def test_other_ways_to_write_a_point_are_refused(number):
    curve = CURVES[number]
    x, y = curve.generated(3)
    compressed = bytes([2 + (y & 1)]) + x.to_bytes(curve.size, "big")
    for data in (compressed, curve.encode((x, y))[:-1], curve.encode((x, y)) + b"\x00", b""):
        with pytest.raises(CardRefused):
            curve.decode(data)


def test_a_coordinate_beyond_the_field_is_refused():
    """The same point written with x + p would pass a check that only reduces."""
    curve = CURVES[18]  # 521 bits leave room in 66 bytes
    x, y = curve.generated(3)
    with pytest.raises(CardRefused):
        curve.decode(b"\x04" + (x + curve.prime).to_bytes(curve.size, "big") + y.to_bytes(curve.size, "big"))


def test_a_point_of_another_curve_is_refused():
    with pytest.raises(CardRefused):
        CURVES[12].decode(CURVES[13].encode(CURVES[13].generated(3)))
