"""Checks every stored signature of a witness, and tells how far the appointed one confirms the log."""

from collections.abc import Iterator
from datetime import UTC, datetime

from dean06.kernel.audit import note
from dean06.kernel.audit.note import NoteError, Verifier
from dean06.kernel.audit.types import Cosignature, Finding, Kind, SignedCheckpoint, Witnessed


class WitnessRecount:
    """Counts the signatures that hold. ``witness``: the one whose word counts; the others are only checked."""

    def __init__(self, witness: Verifier | None) -> None:
        self._witness = witness
        self._newest: tuple[int, datetime] | None = None
        self._count = self._others = 0

    def read(self, checkpoint: SignedCheckpoint) -> Iterator[Finding]:
        """The signatures under one checkpoint whose own signature holds."""
        for one in checkpoint.cosignatures:
            try:
                key = Verifier.parse(one.witness)
                _must_hold(checkpoint.note, one, key)
            except NoteError as error:
                message = f"Chữ ký của bên làm chứng dưới mốc {checkpoint.size} bản ghi là giả ({error})."
                yield Finding(kind=Kind.WITNESS, message=message, index=checkpoint.size)
                continue
            if key != self._witness:
                self._others += 1
                continue
            self._count += 1
            self._newest = max(self._newest or (0, one.signed_at), (checkpoint.size, one.signed_at))

    def result(self) -> Witnessed:
        """What came of it."""
        size, at = self._newest or (0, None)
        name = self._witness.name if self._witness else ""
        return Witnessed(name=name, size=size, at=at, count=self._count, others=self._others)


def _must_hold(text: str, one: Cosignature, key: Verifier) -> None:
    line, seconds = note.cosignature(text, [one.line], key)
    if line != one.line or datetime.fromtimestamp(seconds, UTC) != one.signed_at:
        raise NoteError("the row says something else than its line")
