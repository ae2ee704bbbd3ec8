"""Opens a card: PACE where it is offered and we know how, else basic access control; the application selected.

A connection PACE refused is not tried again the old way: whoever stands in between could make the strong way fail to
get the weak one. That somebody hides the offer altogether shows later, when it stands in DG14 (``verification``).
"""

from dean06.kernel.chipid import bac, pace, security_infos, tlv
from dean06.kernel.chipid.channel import Channel
from dean06.kernel.chipid.files import Files
from dean06.kernel.chipid.secure_messaging import OK
from dean06.kernel.chipid.types import AccessKey, AccessNumber, FileId, Opening, Reason

SELECT_MASTER = bytes.fromhex("00A4000C023F00")
SELECT_APPLICATION, APPLICATION = bytes.fromhex("00A4040C"), bytes.fromhex("A0000002471001")


def open_card(channel: Channel, key: AccessKey | AccessNumber, *, is_again: bool) -> tuple[Opening, bytes]:
    """How it was opened, and EF.CardAccess (empty when the card has none). CardRefused when it does not open.

    ``is_again``: the card is somewhere inside the application and has to be led out first.
    """
    channel.session = None
    if is_again:
        channel.transmit(SELECT_MASTER)  # a card that knows no master file is where it has to be anyhow
    access = Files(channel).read(FileId.CARD_ACCESS) or b""
    terms = pace.choose(security_infos.of_card_access(access)) if access else None
    if terms is not None:
        channel.session = pace.open_session(channel, terms, key)
        _select(channel)
        return (Opening.PACE_NUMBER if isinstance(key, AccessNumber) else Opening.PACE_ZONE), access
    _select(channel)
    if isinstance(key, AccessNumber):
        raise tlv.refuse("basic access control knows no number", Reason.ZONE_NEEDED)
    channel.session = bac.open_session(channel, bac.key_seed(key))
    return Opening.BASIC, access


def _select(channel: Channel) -> None:
    _, status = channel.send(SELECT_APPLICATION, APPLICATION)
    if status != OK:
        raise tlv.refuse(f"no such application: {status:04X}", Reason.NOT_AN_IDENTITY_CARD)
