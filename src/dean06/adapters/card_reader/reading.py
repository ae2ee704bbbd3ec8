"""What the agent does with an order: wait for a card, open it with what is printed, read, let the chip sign."""

import base64
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from threading import Event
from typing import Any, Protocol

from dean06.adapters.card_reader.desk import Order, Report
from dean06.adapters.card_reader.orders import Orders
from dean06.adapters.card_reader.pcsc import CardTaken, PcscCard, ReaderUnavailable, readers
from dean06.adapters.card_reader.words import FAILURES, CardFailure
from dean06.kernel.chipid.api import read_card
from dean06.kernel.chipid.types import (
    AccessKey,
    AccessNumber,
    CardReading,
    CardRefused,
    FileId,
    ReadingCancelled,
    Reason,
)
from dean06.kernel.ports.card import CardGone

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.2
CHALLENGE_SIZE = 8
# Slips of whoever sits there: told at once, nothing has happened. Whatever else a card or chip is refused for goes to
# the server, signed: a copy that was shown here must be seen, and the words come from there.
SLIPS = {
    Reason.NOT_AN_IDENTITY_CARD: "not_an_id_card",
    Reason.WRONG_NUMBER: "wrong_can",
    Reason.ACCESS_DENIED: "wrong_key",
    Reason.ZONE_NEEDED: "zone_needed",
    Reason.SESSION_LOST: "card_removed",
}


class OpenCard(Protocol):
    """A card in a reader, ours until ``close``."""

    def transmit(self, command: bytes) -> bytes:
        """See CardTransport.transmit."""
        ...

    def close(self) -> None:
        """Let others use the card."""
        ...


class CardReader:
    """The reading function the desk is given. ``open_card`` raises CardGone while there is none, ReaderUnavailable."""

    def __init__(
        self, open_card: Callable[[], OpenCard], *, orders: Orders, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._open_card = open_card
        self._orders = orders
        self._looks = max(1, round(wait_seconds / LOOK_SECONDS))

    def __call__(self, order: Order, report: Report, cancelled: Event) -> Mapping[str, Any]:
        """See desk.ReadCard."""
        key = _key(order.get("key"))
        challenge_id, challenge, files = _understand(self._orders.open(order.get("order")))
        report("waiting")
        card = self._wait(cancelled)
        try:
            reading = _read(card, key, files, challenge, report=report, cancelled=cancelled)
        except CardRefused as refusal:
            return {"challenge_id": challenge_id, "refused": refusal.reason.value}
        finally:
            card.close()
        return {
            "challenge_id": challenge_id,
            "files": {file.name: _text(data) for file, data in reading.files.items()},
            "active_signature": _text(reading.active_signature),
            "opened_by": reading.opened_by.value,
        }

    def _wait(self, cancelled: Event) -> OpenCard:
        code = "no_card"
        for _ in range(self._looks):
            try:
                return self._open_card()
            except CardGone as gone:
                code = "reader_busy" if isinstance(gone, CardTaken) else "no_card"
                if cancelled.wait(LOOK_SECONDS):
                    raise ReadingCancelled from None
            except ReaderUnavailable as error:
                raise CardFailure(error.code) from error
        raise CardFailure(code)


def _read(
    card: OpenCard,
    key: AccessKey | AccessNumber,
    files: Iterable[FileId],
    challenge: bytes,
    *,
    report: Report,
    cancelled: Event,
) -> CardReading:
    def on_progress(file: FileId, done: int, size: int) -> None:
        report("signing" if file is FileId.DG15 and done == size else "reading")

    report("opening")
    try:
        return read_card(card, key, files, challenge=challenge, on_progress=on_progress, is_cancelled=cancelled.is_set)
    except CardGone as error:
        raise CardFailure("card_removed") from error
    except CardRefused as refusal:
        if refusal.reason in SLIPS:
            raise CardFailure(SLIPS[refusal.reason]) from refusal
        raise


def open_pcsc() -> OpenCard:
    """The first card in any PC/SC reader. CardGone when all are empty, ReaderUnavailable when there is none."""
    found = readers()
    if not found:
        raise ReaderUnavailable(FAILURES["no_reader"])
    missed = CardGone("no card in any reader")
    for reader in found:
        try:
            return PcscCard(reader)
        except CardTaken as taken:
            missed = taken
        except CardGone:
            continue
    raise missed


def _understand(order: Mapping[str, Any]) -> tuple[str, bytes, list[FileId]]:
    """The order in our types. CardFailure bad_order for anything else."""
    try:
        challenge = bytes.fromhex(str(order["challenge"]))
        files = [FileId[str(name)] for name in order["files"]]
        if len(challenge) != CHALLENGE_SIZE:
            raise ValueError("a challenge has eight bytes")
        return str(order["challenge_id"]), challenge, files
    except (KeyError, TypeError, ValueError) as error:
        raise CardFailure("bad_order") from error


def _key(said: Any) -> AccessKey | AccessNumber:
    """What is printed on the card, as the officer typed it; it goes to the chip and nowhere else."""
    try:
        if "can" in said:
            return AccessNumber(digits=str(said["can"]))
        return AccessKey(
            document_number=str(said["number"]).upper(),
            birth_on=date.fromisoformat(str(said["birth"])),
            expires_on=date.fromisoformat(str(said["expiry"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CardFailure("bad_order") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
