"""Puts a card into a virtual reader: the client side of vpcd (vsmartcard), so that PC/SC drivers read it unmodified.

Two bytes of length, then a payload, both ways; a payload of one byte is a control. The driver asks, the card answers.
"""

import socket

from dean06.sandbox.card.application import ATR, Application, PulledOut

OFF, ON, RESET, GET_ATR = 0, 1, 2, 4


def serve(card: Application, port: int, host: str = "127.0.0.1") -> None:
    """Answer until the driver hangs up or the card is pulled out; ConnectionError when no driver listens."""
    with socket.create_connection((host, port)) as reader:
        while True:
            message = _receive(reader)
            if message is None:
                return
            try:
                answer = _answer(card, message)
            except PulledOut:
                return
            if answer is not None:
                reader.sendall(len(answer).to_bytes(2, "big") + answer)


def _answer(card: Application, message: bytes) -> bytes | None:
    """None for controls that want no answer."""
    if len(message) > 1:
        return card.transmit(message)
    if message[0] == GET_ATR:
        return ATR
    if message[0] in (OFF, ON, RESET):
        card.reset()
    return None


def _receive(reader: socket.socket) -> bytes | None:
    header = _exactly(reader, 2)
    return None if header is None else _exactly(reader, int.from_bytes(header, "big"))


def _exactly(reader: socket.socket, size: int) -> bytes | None:
    found = b""
    while len(found) < size:
        part = reader.recv(size - len(found))
        if not part:
            return None
        found += part
    return found
