"""BER-TLV as cards use it (ISO 7816-4), for input nobody vouches for: bounded, strict about lengths."""

from collections.abc import Iterator
from contextlib import contextmanager

from dean06.kernel.chipid.types import CardRefused, Reason

LONGEST_FILE = 256 * 1024  # a portrait is some 20 KB; nothing on a card is larger than this
MOST_ELEMENTS = 64
LONG_TAG = 0x1F
LONG_LENGTH = 0x80
MOST_LENGTH_BYTES = 4


def refuse(detail: str, reason: Reason = Reason.MALFORMED) -> CardRefused:
    """The refusal of data that is not what it should be."""
    return CardRefused(reason, detail)


@contextmanager
def decoding(what: str) -> Iterator[None]:
    """What a decoder stumbles over becomes a refusal. ASN.1 is decoded lazily, so this surrounds the use as well."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise refuse(f"{what}: {type(error).__name__}") from error


def header(data: bytes, start: int = 0) -> tuple[int, int, int]:
    """(tag, where the value begins, its length) of the element at ``start``; CardRefused when it is cut or absurd."""
    try:
        position = start + 1
        tag = data[start]
        if tag & LONG_TAG == LONG_TAG:
            tag, position = tag << 8 | data[position], position + 1
            if tag & LONG_LENGTH:
                raise refuse("a tag of more than two bytes")
        length, position = data[position], position + 1
        if length & LONG_LENGTH:
            count = length & ~LONG_LENGTH
            if not 0 < count <= MOST_LENGTH_BYTES:
                raise refuse(f"a length of {count} bytes")
            length = int.from_bytes(data[position : position + count], "big")
            position += count
            if position > len(data):
                raise refuse("cut within a length")
    except IndexError as error:
        raise refuse("cut within a header") from error
    if length > LONGEST_FILE:
        raise refuse(f"an element of {length} bytes", Reason.OVERSIZED)
    return tag, position, length


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, value) of each element side by side; CardRefused unless they fill the data exactly."""
    position = 0
    for _ in range(MOST_ELEMENTS):
        if position == len(data):
            return
        tag, begin, length = header(data, position)
        position = begin + length
        if position > len(data):
            raise refuse("an element is longer than what holds it")
        yield tag, data[begin:position]
    if position != len(data):
        raise refuse(f"more than {MOST_ELEMENTS} elements", Reason.OVERSIZED)


def only(data: bytes, tag: int) -> bytes:
    """Value of the one element the data consists of; what a file holds beyond it is padding."""
    found, begin, length = header(data)
    if found != tag:
        raise refuse(f"tag {found:X} where {tag:X} should be")
    if begin + length > len(data):
        raise refuse("cut")
    return data[begin : begin + length]


def find(data: bytes, tag: int) -> bytes | None:
    """Value of the first element with the tag."""
    return next((value for found, value in elements(data) if found == tag), None)


def encode(tag: int, value: bytes) -> bytes:
    """An element with the shortest length there is."""
    size = len(value)
    if size < LONG_LENGTH:
        length = bytes([size])
    else:
        body = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([LONG_LENGTH | len(body)]) + body
    return tag.to_bytes(2 if tag > 0xFF else 1, "big") + length + value
