"""Reads a card for a purpose: opens it, asks for what it has in as few commands as can be, survives other makers."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from dean06.kernel.chipid import agreement, groups, security_infos, sod, tlv
from dean06.kernel.chipid.active import signature_size
from dean06.kernel.chipid.channel import Channel
from dean06.kernel.chipid.files import NOT_THERE, Files, Progress
from dean06.kernel.chipid.opening import open_card
from dean06.kernel.chipid.secure_messaging import OK, SessionLost
from dean06.kernel.chipid.types import AccessKey, AccessNumber, CardReading, CardRefused, FileId, Opening, Reason
from dean06.kernel.ports.card import CardTransport

SIGN = bytes.fromhex("00880000")
MOST_SESSIONS = 6
Result = TypeVar("Result")


def read_card(
    card: CardTransport,
    key: AccessKey | AccessNumber,
    wanted: Iterable[FileId],
    *,
    challenge: bytes | None = None,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> CardReading:
    """Read EF.SOD and the files wanted, and let the chip prove itself: sign the challenge, agree on keys.

    ``key`` is what is printed: the zone's number and dates open every card, the number on the front (CAN) those that
    know PACE. Files the card does not have are left out, so is the signature of a chip without one; EF.CardAccess comes
    along where there is one, and DG14, whose offer of chip authentication is taken up: a card that offers it and fails
    is refused. Raises CardGone, CardRefused; ReadingCancelled soon after ``is_cancelled`` says so. A session the card
    lost is begun anew, ``MOST_SESSIONS`` at most.
    """
    reader = _Reader(Channel(card, is_cancelled), key, on_progress)
    reader.open()
    reader.read(FileId.SOD)
    for file in reader.present([FileId.DG14, *wanted, *([FileId.DG15] if challenge is not None else [])]):
        reader.read(file)
        if file is FileId.DG14:
            reader.authenticate()
    signature = reader.sign(challenge) if challenge is not None and FileId.DG15 in reader.files else b""
    return CardReading(
        files=reader.files,
        opened_by=reader.opened_by,
        active_signature=signature,
        agreed=reader.terms is not None,
        commands=reader.channel.commands,
        bytes_read=sum(map(len, reader.files.values())),
    )


class _Reader:
    def __init__(self, channel: Channel, key: AccessKey | AccessNumber, on_progress: Progress | None) -> None:
        self.channel = channel
        self.terms: agreement.Terms | None = None
        self.files: dict[FileId, bytes] = {}
        self.opened_by = Opening.BASIC
        self._key = key
        self._files = Files(self.channel, on_progress)
        self._sessions = 0

    def open(self) -> None:
        """Agree on keys, once more if need be; on the chip's own if it has shown that it can."""
        self._connect()
        if self.terms:
            self._agree(self.terms)

    def authenticate(self) -> None:
        """Let the chip prove itself if DG14 offers it."""
        if FileId.DG14 in self.files:
            terms = agreement.choose(security_infos.of_dg14(self.files[FileId.DG14]))
            if terms:
                self._agree(terms)
            self.terms = terms

    def present(self, wanted: Iterable[FileId]) -> list[FileId]:
        """What of it the card can have: groups its EF.SOD has no hash of are not asked for, they would be refused."""
        try:
            signed = sod.parse(self.files.get(FileId.SOD, b"")).hashes
        except CardRefused:  # verification says so; here it only means that there is no hint
            return list(dict.fromkeys(wanted))
        return [file for file in dict.fromkeys(wanted) if not file.group or file.group in signed]

    def read(self, file: FileId) -> None:
        """Read one file into ``files``; a file that is not there stays out."""
        if file in self.files:
            return
        while True:
            try:
                content = self._files.read(file)
            except SessionLost as lost:
                if self._sessions >= MOST_SESSIONS:
                    raise
                self.open()
                if lost.status in NOT_THERE and not self._files.short_names:
                    return
                self._files.short_names = False  # a card may answer what it does not know in the clear
            else:
                break
        if content is not None:
            self.files[file] = content

    def sign(self, challenge: bytes) -> bytes:
        """The chip's signature; empty when it says it cannot, or loses every session over it."""
        size = signature_size(groups.chip_key(self.files[FileId.DG15]))
        try:
            data, status = _twice(lambda: self.channel.send(SIGN, challenge, size), self.open)
        except SessionLost:
            return b""
        return data if status == OK else b""

    def _connect(self) -> None:
        self._sessions += 1
        self.opened_by, access = open_card(self.channel, self._key, is_again=self._sessions > 1)
        if access:
            self.files[FileId.CARD_ACCESS] = access

    def _agree(self, terms: agreement.Terms) -> None:
        """A card may lose a session just then, so it has a second try; who does not have the key fails that as well."""
        try:
            _twice(lambda: agreement.restart(self.channel, terms), self._connect)
        except SessionLost as lost:
            reason = Reason.CLONED if isinstance(lost, agreement.Unconfirmed) else Reason.PROOF_MISSING
            raise tlv.refuse("chip authentication", reason) from lost


def _twice(act: Callable[[], Result], connect: Callable[[], None]) -> Result:
    """Act; once more over a new session when the card lost the old one just then."""
    try:
        return act()
    except SessionLost:
        connect()
    return act()
