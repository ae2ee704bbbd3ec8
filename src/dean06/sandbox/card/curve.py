"""Points on curves from the card's side: affine, one division a step, as the textbook has it.

The reader's arithmetic is another one; OpenSSL checks that what comes in lies on the curve.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

Point = tuple[int, int]


@dataclass(frozen=True)
class Curve:
    """y² = x³ + ax + b over the integers modulo ``p``."""

    kind: ec.EllipticCurve
    p: int
    a: int

    def draw(self) -> int:
        """A private number."""
        return ec.generate_private_key(self.kind).private_numbers().private_value

    def generator(self) -> Point:
        """The standard one."""
        numbers = ec.derive_private_key(1, self.kind).public_key().public_numbers()
        return numbers.x, numbers.y

    def times(self, point: Point, scalar: int) -> Point:
        """A multiple, from the lowest bit up."""
        total: Point | None = None
        while scalar:
            if scalar & 1:
                total = point if total is None else self.plus(total, point)
            scalar >>= 1
            if scalar:
                point = self.plus(point, point)
        assert total is not None  # noqa: S101 - private numbers are not zero
        return total

    def plus(self, one: Point, other: Point) -> Point:
        """The sum of two points; ValueError when there is none (they are each other's mirror)."""
        if one == other:
            slope = (3 * one[0] ** 2 + self.a) * pow(2 * one[1], -1, self.p)
        else:
            slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, self.p)
        x = (slope * slope - one[0] - other[0]) % self.p
        return x, (slope * (one[0] - x) - one[1]) % self.p

    def write(self, point: Point) -> bytes:
        """Uncompressed."""
        size = (self.p.bit_length() + 7) // 8
        return b"\x04" + point[0].to_bytes(size, "big") + point[1].to_bytes(size, "big")

    def read(self, data: bytes) -> Point:
        """A point of the curve; ValueError otherwise."""
        numbers = ec.EllipticCurvePublicKey.from_encoded_point(self.kind, data).public_numbers()
        return numbers.x, numbers.y


CURVES = {
    12: Curve(ec.SECP256R1(), 2**256 - 2**224 + 2**192 + 2**96 - 1, -3),
    13: Curve(
        ec.BrainpoolP256R1(),
        0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377,
        0x7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9,
    ),
    15: Curve(ec.SECP384R1(), 2**384 - 2**128 - 2**96 + 2**32 - 1, -3),
    16: Curve(
        ec.BrainpoolP384R1(),
        0x8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53,
        0x7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826,
    ),
}
