"""Commands and bytes of a whole card reading against the least there can be.

The least: every file in answers as large as a short one under secure messaging can be, one command to select the
application, those of the protocols that open the card and prove the chip, and nothing asked twice.
Run: python -m bench.chip_read
"""

from dataclasses import dataclass
from datetime import date

from dean06.kernel.chipid.api import read_card
from dean06.kernel.chipid.secure_messaging import LARGEST_SHORT
from dean06.kernel.chipid.types import AccessKey, CardReading, FileId
from dean06.sandbox.card.application import Application
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.infos import Offer
from dean06.sandbox.card.issuer import Authority
from dean06.sandbox.card.people import Holder

CHALLENGE = bytes(range(8))
FILES = (FileId.COM, FileId.DG1, FileId.DG2, FileId.DG13, FileId.DG14, FileId.DG15)
HOLDER = Holder(personal_id="000151000201", full_name="Trần Thị Đẹp", sex="female", birth_on=date(1951, 3, 9))
KEY = AccessKey(document_number=HOLDER.document_number, birth_on=HOLDER.birth_on, expires_on=HOLDER.expires_on)
GOAL = 35
CARD_SIZE = 3300
SELECT, SIGN, BASIC, PACE, AGREE = 1, 1, 2, 5, 3


@dataclass
class Counted:
    """A card whose traffic is counted."""

    card: Application
    sent: int = 0
    received: int = 0

    def transmit(self, command: bytes) -> bytes:
        answer = self.card.transmit(command)
        self.sent += len(command)
        self.received += len(answer)
        return answer


def of_size(size: int, *, is_modern: bool) -> Chip:
    """A card whose files come to a size, by the portrait."""
    signer = Authority().signer()
    offers = (Offer(),) if is_modern else ()
    agreement = Offer() if is_modern else None

    def made(portrait: int) -> Chip:
        image = b"\xff\xd8\xff" + bytes(portrait)
        return personalise(HOLDER, signer, key_kind="rsa", portrait=image, pace=offers, agreement=agreement)

    return made(max(1, size - sum(map(len, made(1).files.values()))))


def least(reading: CardReading, *, is_modern: bool) -> int:
    files = sum(-(-len(data) // LARGEST_SHORT) for data in reading.files.values())
    return files + SELECT + SIGN + (PACE + AGREE if is_modern else BASIC)


def main() -> None:
    for name, is_modern in (("basic access control", False), ("PACE and chip authentication", True)):
        for size in (CARD_SIZE, 20_000):
            card = Counted(Application(of_size(size, is_modern=is_modern)))
            reading = read_card(card, KEY, FILES, challenge=CHALLENGE)
            fewest, traffic = least(reading, is_modern=is_modern), card.sent + card.received
            print(
                f"{name}, {reading.bytes_read} bytes: {reading.commands} commands against {fewest}"
                f" ({reading.commands / fewest:.2f} x), {traffic} bytes there and back"
                f" ({traffic / reading.bytes_read:.2f} x the files)"
                + (f"; goal at most {GOAL}" if size == CARD_SIZE else "")
            )


if __name__ == "__main__":
    main()
