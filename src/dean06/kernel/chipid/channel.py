"""Commands to a card and back: answers in parts, lengths the card insists on, protection once keys are agreed."""

from collections.abc import Callable

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.secure_messaging import Session
from dean06.kernel.chipid.types import ReadingCancelled, Reason
from dean06.kernel.ports.card import CardTransport

MORE, WRONG_LENGTH = 0x61, 0x6C
GET_RESPONSE = bytes.fromhex("00C00000")
MOST_PARTS = 16
MOST_COMMANDS = (
    4096  # the longest file there may be, in the smallest answers we know of; beyond, the card plays for time
)


class Channel:
    """One card, counted. ``session`` protects what ``send`` sends; None for in the clear.

    ``is_cancelled`` is asked before every command.
    """

    def __init__(self, card: CardTransport, is_cancelled: Callable[[], bool] | None = None) -> None:
        self.commands = 0
        self.session: Session | None = None
        self._card = card
        self._is_cancelled = is_cancelled

    def transmit(self, command: bytes) -> bytes:
        """The whole answer, with its status. CardRefused when there is none, or no end of it.

        Some cards give it in parts (ISO 7816-4, 5.3.4), some only to whoever asks for its length (ISO 7816-3, 12.2.1):
        those have not taken the command yet, so it is sent again as it was.
        """
        answer = self._once(command)
        if len(answer) == 2 and answer[0] == WRONG_LENGTH and _asks(command):
            answer = self._once(command[:-1] + answer[1:])
        for _ in range(MOST_PARTS):
            if answer[-2] != MORE:
                return answer
            answer = answer[:-2] + self._once(GET_RESPONSE + answer[-1:])
        raise tlv.refuse("an answer in too many parts", Reason.OVERSIZED)

    def send(self, header: bytes, data: bytes = b"", expected: int | None = None) -> tuple[bytes, int]:
        """(data, status), inside the session if there is one. ``expected``: bytes wanted back, 0 for any."""
        if self.session:
            return self.session.unwrap(self.transmit(self.session.wrap(header, data, expected)))
        command = header + (bytes([len(data)]) + data if data else b"")
        answer = self.transmit(command + (b"" if expected is None else bytes([expected])))
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def _once(self, command: bytes) -> bytes:
        if self._is_cancelled and self._is_cancelled():
            raise ReadingCancelled
        if self.commands >= MOST_COMMANDS:
            raise tlv.refuse(f"more than {MOST_COMMANDS} commands", Reason.OVERSIZED)
        self.commands += 1
        answer = self._card.transmit(command)
        if len(answer) < 2:
            raise tlv.refuse("an answer without a status", Reason.SESSION_LOST)
        return answer


def _asks(command: bytes) -> bool:
    """Whether a short command ends with the length it wants back."""
    return len(command) == 5 or len(command) == 6 + command[4]
