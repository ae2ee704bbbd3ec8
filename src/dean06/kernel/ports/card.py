"""What the platform asks of whatever holds a chip card: send a command, get the answer.

The provider side SHALL return the whole answer with its two status bytes, SHALL NOT retry by itself (secure messaging
counts every command) and SHALL raise CardGone when the card left the field. One card is
used from one thread.

The side that reads asks the person for what is printed: the document number, birth and expiry of the zone open every
card; the six digits on the front (CAN) open those that offer PACE. Neither is kept.
"""

from typing import Protocol

# What a reader's device signs, before the operator's code, to show that it holds the key it enrols.
ENROLMENT = b"dean06/reader/enrol/v1\0"
# What the server signs, before the text of an order to a reader.
ORDER = b"dean06/reader/order/v1\0"


class CardGone(Exception):
    """The card was taken away or the reader unplugged; the reading starts again from nothing."""

    message_vi = "Thẻ bị nhấc ra. Đặt lại thẻ lên đầu đọc và giữ yên."


class CardTransport(Protocol):
    """One card in one reader."""

    def transmit(self, command: bytes) -> bytes:
        """Send a command APDU (ISO 7816-4); its answer with SW1 SW2 at the end. Raises CardGone."""
        ...
