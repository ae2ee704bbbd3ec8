"""The list itself: 1, 2, 4 or 8 bits a credential, the first in the low bits of the first byte, packed by zlib."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Self

from dean06.kernel.documents.credentials.encoding import refuse
from dean06.kernel.documents.credentials.types import Reason

WIDTHS = frozenset({1, 2, 4, 8})
BYTE = 8
LARGEST = 16 * 1024 * 1024  # bytes once unpacked: 128 million credentials of one bit
COMPRESSION = 9


class Status(IntEnum):
    """What a place in the list says (7.1 of the draft)."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@dataclass(frozen=True)
class StatusList:
    """Statuses of ``width`` bits."""

    width: int
    data: bytearray = field(repr=False)

    def __post_init__(self) -> None:
        """ValueError for a width the standard does not know."""
        if self.width not in WIDTHS:
            raise ValueError(f"statuses of {self.width} bits")

    @classmethod
    def empty(cls, size: int, width: int = 1) -> Self:
        """All valid. ValueError unless the size fills bytes."""
        if size <= 0 or size * width % BYTE:
            raise ValueError("a list fills whole bytes")
        return cls(width, bytearray(size * width // BYTE))

    @classmethod
    def unpack(cls, packed: bytes, width: int) -> Self:
        """From the compressed form; refused when it is none, or grows beyond all measure."""
        if width not in WIDTHS:
            raise refuse(f"statuses of {width} bits", Reason.STATUS_UNKNOWN)
        try:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, LARGEST)
        except zlib.error as error:
            raise refuse("not compressed by zlib", Reason.STATUS_UNKNOWN) from error
        if unpacker.unconsumed_tail:
            raise refuse("a list larger than any of ours", Reason.OVERSIZED)
        if not unpacker.eof or unpacker.unused_data:
            raise refuse("a list that is cut, or with something behind it", Reason.STATUS_UNKNOWN)
        return cls(width, bytearray(data))

    def pack(self) -> bytes:
        """The compressed form."""
        return zlib.compress(bytes(self.data), COMPRESSION)

    def __len__(self) -> int:
        """How many credentials it has places for."""
        return len(self.data) * BYTE // self.width

    def __getitem__(self, index: int) -> int:
        """The status at a place; IndexError beyond the list."""
        byte, shift = self._place(index)
        return self.data[byte] >> shift & (1 << self.width) - 1

    def __setitem__(self, index: int, status: int) -> None:
        """Write a status; ValueError when it needs more bits than there are."""
        most = (1 << self.width) - 1
        if not 0 <= status <= most:
            raise ValueError(f"status {status} in {self.width} bits")
        byte, shift = self._place(index)
        self.data[byte] = self.data[byte] & ~(most << shift) | status << shift

    def __iter__(self) -> Iterator[int]:
        """All statuses in order."""
        return (self[index] for index in range(len(self)))

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise IndexError(f"no place {index} in a list of {len(self)}")
        byte, rest = divmod(index * self.width, BYTE)
        return byte, rest
