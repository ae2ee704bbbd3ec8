"""A virtual reader: the driver's side of vpcd (vsmartcard) on loopback, for machines without hardware.

Two bytes of length, then a payload, both ways; a payload of one byte is a control. We ask, the card answers.
"""

import contextlib
import socket

from dean06.kernel.ports.card import CardGone

LOOPBACK = "127.0.0.1"
POWER_ON, RESET = b"\x01", b"\x02"
ANSWER_SECONDS = 20.0
MAX_WAITING = 1


class VirtualReader:
    """Listens for a card; one that connects is a card laid on the reader. ``port`` 0 takes a free one."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server((LOOPBACK, port), backlog=MAX_WAITING)
        self._listener.setblocking(False)
        self._card: socket.socket | None = None
        self.port: int = self._listener.getsockname()[1]

    def open(self) -> "VirtualCard":
        """The card on the reader, powered anew. CardGone when there is none."""
        self._take_newest()
        if self._card is None:
            raise CardGone("no card in the virtual reader")
        return VirtualCard(self._card)

    def close(self) -> None:
        """Let the card go and stop listening."""
        self._listener.close()
        if self._card is not None:
            self._card.close()

    def _take_newest(self) -> None:
        """A card that connected since replaces the one that is gone."""
        with contextlib.suppress(BlockingIOError):
            line, _ = self._listener.accept()
            if self._card is not None:
                self._card.close()
            line.settimeout(ANSWER_SECONDS)
            self._card = line


class VirtualCard:
    """The card in the virtual reader."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._send(POWER_ON)
        self._send(RESET)

    def transmit(self, command: bytes) -> bytes:
        """See CardTransport.transmit."""
        self._send(command)
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def close(self) -> None:
        """Nothing to let go: the card stays where it lies."""

    def _send(self, message: bytes) -> None:
        try:
            self._line.sendall(len(message).to_bytes(2, "big") + message)
        except OSError as error:
            raise CardGone("the virtual card went away") from error

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            try:
                part = self._line.recv(size - len(found))
            except OSError as error:
                raise CardGone("the virtual card does not answer") from error
            if not part:
                raise CardGone("the virtual card went away")
            found += part
        return found
