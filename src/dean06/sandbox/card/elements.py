"""Tags, lengths and values, as the card reads and writes them."""


def element(tag: int, value: bytes) -> bytes:
    """One element."""
    size = len(value)
    body = size.to_bytes((size.bit_length() + 7) // 8, "big") if size > 0x7F else b""
    length = bytes([0x80 | len(body)]) + body if body else bytes([size])
    return tag.to_bytes(2 if tag > 0xFF else 1, "big") + length + value


def objects(data: bytes) -> dict[int, bytes]:
    """Values by tag of one byte; IndexError when cut within a header."""
    found: dict[int, bytes] = {}
    place = 0
    while place < len(data):
        tag, length, place = data[place], data[place + 1], place + 2
        if length & 0x80:
            count = length & 0x7F
            length, place = int.from_bytes(data[place : place + count], "big"), place + count
        found[tag] = data[place : place + length]
        place += length
    return found
