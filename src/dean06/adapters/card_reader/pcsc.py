"""A card in a PC/SC reader, over pyscard (the optional extra ``reader``)."""

from typing import Any

from dean06.adapters.card_reader.words import FAILURES
from dean06.kernel.ports.card import CardGone

MISSING, NO_SERVICE = FAILURES["no_software"], FAILURES["no_service"]


class ReaderUnavailable(Exception):
    """No reader can be used; ``message_vi`` says what to do, ``code`` is a key of ``words.FAILURES``."""

    def __init__(self, message_vi: str, *, code: str = "no_reader") -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.code = code


class CardTaken(CardGone):
    """A card lies there and another program holds it for itself; it may let go."""


class PcscCard:
    """The card now in a reader, for us alone until ``close``."""

    def __init__(self, reader: Any) -> None:
        from smartcard.Exceptions import CardConnectionException, NoCardException
        from smartcard.scard import SCARD_E_SHARING_VIOLATION, SCARD_SHARE_EXCLUSIVE

        self._connection = reader.createConnection()
        try:
            self._connection.connect(mode=SCARD_SHARE_EXCLUSIVE)
        except (NoCardException, CardConnectionException) as error:
            if error.hresult == SCARD_E_SHARING_VIOLATION:
                raise CardTaken("another program has the card") from error
            raise CardGone("no card in the reader") from error

    def transmit(self, command: bytes) -> bytes:
        """See CardTransport.transmit."""
        from smartcard.Exceptions import SmartcardException

        try:
            data, first, second = self._connection.transmit(list(command))
        except SmartcardException as error:
            raise CardGone("the card or the reader went away") from error
        return bytes([*data, first, second])

    def close(self) -> None:
        """Let others use the card."""
        self._connection.disconnect()


def readers() -> list[Any]:
    """The readers plugged in, those of this machine's PC/SC service. ReaderUnavailable says what is missing."""
    try:
        from smartcard.pcsc.PCSCExceptions import EstablishContextException
        from smartcard.System import readers as found
    except ImportError as error:
        raise ReaderUnavailable(MISSING, code="no_software") from error
    try:
        return list(found())
    except EstablishContextException as error:
        raise ReaderUnavailable(NO_SERVICE, code="no_service") from error
