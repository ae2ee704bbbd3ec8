"""Points on elliptic curves, for the one thing OpenSSL's Python face does not offer.

PACE multiplies a generator of its own making (s·G + H), and needs whole points where an ECDH exchange gives only their
x. So addition and multiplication of points are written out here; everything that can be left to OpenSSL is: drawing
keys, multiples of the standard generator, the last exchange. These few lines do not take the same time for every
number; the numbers are drawn for one reading and thrown away, and whoever could time them sits at the reader and sees
the card's print.

All curves here have cofactor one, so a point on the curve that is not infinity lies in the group of prime order.
"""

from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec

from dean06.kernel.chipid.tlv import refuse

UNCOMPRESSED = b"\x04"
Point = tuple[int, int]
Jacobian = tuple[int, int, int]  # x / z², y / z³; infinity has z = 0
INFINITY: Jacobian = (1, 1, 0)


@dataclass(frozen=True)
class Curve:
    """y² = x³ + ax + b modulo ``prime``; the rest is OpenSSL's knowledge of the curve."""

    named: ec.EllipticCurve
    prime: int
    a: int

    @property
    def order(self) -> int:
        """How many points the generator makes, a prime."""
        return self.named.group_order

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return (self.prime.bit_length() + 7) // 8

    @cached_property
    def b(self) -> int:
        """Follows from the generator being on the curve."""
        x, y = self.generated(1)
        return (y * y - x * x * x - self.a * x) % self.prime

    def generated(self, scalar: int) -> Point:
        """The standard generator times a number. CardRefused for a multiple of the order, which makes infinity."""
        if not scalar % self.order:
            raise refuse("a multiple of the order")
        numbers = ec.derive_private_key(scalar % self.order, self.named).public_key().public_numbers()
        return numbers.x, numbers.y

    def encode(self, point: Point) -> bytes:
        """Uncompressed (TR-03111, 3.2)."""
        return UNCOMPRESSED + b"".join(value.to_bytes(self.size, "big") for value in point)

    def decode(self, data: bytes) -> Point:
        """A point somebody sent. CardRefused unless it is whole, in range and on the curve."""
        if len(data) != 1 + 2 * self.size or not data.startswith(UNCOMPRESSED):
            raise refuse("a point that is not uncompressed, or of another curve's size")
        x, y = int.from_bytes(data[1 : 1 + self.size], "big"), int.from_bytes(data[1 + self.size :], "big")
        if max(x, y) >= self.prime or (y * y - x * x * x - self.a * x - self.b) % self.prime:
            raise refuse("a point that is not on the curve")
        return x, y

    def add(self, first: Point, second: Point) -> Point:
        """The sum. CardRefused when it is infinity: nothing may be built on that."""
        return self._affine(self._sum((*first, 1), second))

    def multiply(self, scalar: int, point: Point) -> Point:
        """A multiple of any point; CardRefused when it is infinity."""
        total = INFINITY
        for bit in f"{scalar % self.order:b}":
            total = self._double(total)
            if bit == "1":
                total = self._sum(total, point)
        return self._affine(total)

    def agree(self, private: int, public: Point) -> bytes:
        """The x of the shared point, by OpenSSL."""
        theirs = ec.EllipticCurvePublicNumbers(*public, self.named).public_key()
        return ec.derive_private_key(private, self.named).exchange(ec.ECDH(), theirs)

    def _double(self, point: Jacobian) -> Jacobian:
        x, y, z = point
        if not y:
            return INFINITY
        square = y * y % self.prime
        middle = 4 * x * square % self.prime
        slope = (3 * x * x + self.a * pow(z, 4, self.prime)) % self.prime
        new_x = (slope * slope - 2 * middle) % self.prime
        return new_x, (slope * (middle - new_x) - 8 * square * square) % self.prime, 2 * y * z % self.prime

    def _sum(self, first: Jacobian, second: Point) -> Jacobian:
        x, y, z = first
        if not z:
            return (*second, 1)
        square = z * z % self.prime
        along = (second[0] * square - x) % self.prime
        across = (second[1] * square * z - y) % self.prime
        if not along:
            return INFINITY if across else self._double(first)
        cube = along * along * along % self.prime
        middle = x * along * along % self.prime
        new_x = (across * across - cube - 2 * middle) % self.prime
        return new_x, (across * (middle - new_x) - y * cube) % self.prime, z * along % self.prime

    def _affine(self, point: Jacobian) -> Point:
        x, y, z = point
        if not z:
            raise refuse("infinity for a point")
        inverse = pow(z, -1, self.prime)
        return x * inverse**2 % self.prime, y * inverse**3 % self.prime


def _nist(named: ec.EllipticCurve, prime: int) -> Curve:
    return Curve(named, prime, prime - 3)


# By the number of standardised domain parameters (ICAO 9303-11, 9.5.1). Curves below 224 bits, and those OpenSSL does
# not know, are left out: a card that offers nothing else is opened the old way.
CURVES = {
    10: _nist(ec.SECP224R1(), 2**224 - 2**96 + 1),
    12: _nist(ec.SECP256R1(), 2**256 - 2**224 + 2**192 + 2**96 - 1),
    13: Curve(
        ec.BrainpoolP256R1(),
        0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377,
        0x7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9,
    ),
    15: _nist(ec.SECP384R1(), 2**384 - 2**128 - 2**96 + 2**32 - 1),
    16: Curve(
        ec.BrainpoolP384R1(),
        0x8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53,
        0x7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826,
    ),
    17: Curve(
        ec.BrainpoolP512R1(),
        0xAADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330871 << 256
        | 0x7D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3,
        0x7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC << 256
        | 0x2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CA,
    ),
    18: _nist(ec.SECP521R1(), 2**521 - 1),
}
