"""Recomputes the whole log from its rows and says precisely what is wrong with it.

Four copies of the truth are compared: the body of each entry, its hash in ``AuditLeaf``, the tiles, and the roots that
were signed. One changed copy is told by the others; where all rows were changed together, the signed roots still say
between which two checkpoints. A tail cut off together with its checkpoints can only be seen by a checkpoint kept
elsewhere: pass it as ``trusted``.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dean06.kernel.audit import checkpoints, keys, note, tiles, tree, verify_index, verify_rows, verify_witness
from dean06.kernel.audit.models import AuditTile
from dean06.kernel.audit.types import Finding, Kind, SignedCheckpoint, VerifyResult

MAX_FINDINGS = 200
ALL = 1 << 62


class Mark(NamedTuple):
    """A root somebody signed."""

    size: int
    root: bytes
    persons: bytes | None  # root of the index


def verify(*, trusted: Sequence[str] = (), witness: note.Verifier | None = None) -> VerifyResult:
    """Recompute every hash from the rows; ``trusted`` are checkpoint notes kept elsewhere (a witness, a printed page).

    Every stored signature of a witness is checked; those of ``witness`` say how far the log is confirmed.

    Reads everything once, in chunks; runs beside a working site.
    """
    recount = Recount(witness)
    recount.read_marks(checkpoints.recent(ALL), trusted)
    for checked in verify_rows.placed():
        recount.report(*checked.faults)
        recount.place(checked)
    recount.finish()
    waiting = 0
    for checked in verify_rows.waiting():
        waiting += 1
        recount.report(*checked.faults)
    for entry_id in verify_rows.unlisted(MAX_FINDINGS):
        message = f"Bản ghi {entry_id} có trong bảng nhưng đã bị lấy khỏi cây băm."
        recount.report(Finding(kind=Kind.UNLISTED, message=message, entry_id=entry_id))
    return VerifyResult(
        size=recount.frontier.size,
        root=recount.frontier.root(),
        waiting=waiting,
        checkpoints=recount.checkpoints,
        witnessed=recount.witnesses.result(),
        findings=tuple(recount.findings),
    )


class Recount:
    """The tree as it grows again from the rows, compared with tiles and signed roots on the way."""

    def __init__(self, witness: note.Verifier | None) -> None:
        self.witnesses = verify_witness.WitnessRecount(witness)
        self.findings: list[Finding] = []
        self.frontier = tree.Frontier()
        self.checkpoints = 0
        self._marks: list[Mark] = []
        self._texts: dict[int, str] = {}  # what the log itself keeps as signed at each size
        self._signed_size = 0
        self._last_good = 0  # size of the newest signed root that was met
        self._next = 0  # index that must come next
        self._is_comparable = True  # False once a hash is lost for good: no later root can be computed
        self._levels: list[list[bytes]] = [[]]  # hashes of the unfinished tile of each level
        self._full: list[int] = [0]  # finished tiles of each level
        self._rows: list[verify_rows.Row | None] = []  # rows of the unfinished level 0 tile
        self._index = verify_index.IndexRecount()  # heeded as long as nothing else is wrong: its faults would follow

    def report(self, *findings: Finding) -> None:
        """Note what is wrong, up to a limit: past it, more of the same helps nobody."""
        self.findings.extend(findings[: MAX_FINDINGS - len(self.findings)])

    def read_marks(self, stored: Sequence[SignedCheckpoint], trusted: Sequence[str]) -> None:
        """Take over the signed roots whose signatures hold; report the others."""
        if not stored and not trusted:
            return
        try:
            known = [keys.verifier()]
        except (keys.KeyMissing, note.NoteError) as error:
            self.report(Finding(kind=Kind.CHECKPOINT, message=f"Không kiểm được chữ ký các mốc: {error}"))
            return
        self.checkpoints = len(stored)
        for checkpoint in stored:
            self._read_mark(checkpoint.note, known, f"Mốc đã ký ở {checkpoint.size} bản ghi", checkpoint)
            self.report(*self.witnesses.read(checkpoint))
        for number, text in enumerate(trusted, 1):
            self._read_mark(text, known, f"Mốc đưa vào thứ {number}", None)
        self._marks.sort(key=lambda mark: mark.size, reverse=True)
        self._signed_size = self._marks[0].size if self._marks else 0
        self._meet_marks()

    def _read_mark(self, text: str, known: list[note.Verifier], title: str, stored: SignedCheckpoint | None) -> None:
        try:
            said = note.open_note(text, known)[0]
            signed = note.Checkpoint.parse(said)
        except note.NoteError as error:
            self.report(Finding(kind=Kind.CHECKPOINT, message=f"{title} là giả: chữ ký không đúng ({error})."))
            return
        if signed.origin != known[0].name or (stored and (stored.size, stored.root) != (signed.size, signed.root)):
            self.report(Finding(kind=Kind.CHECKPOINT, message=f"{title} không khớp nội dung đã ký của nó."))
            return
        if said != self._texts.setdefault(signed.size, said) and not stored:
            # One root, two indexes of persons: and a mark that names none is not compared with the recount at all.
            message = f"{title}: nhật ký đã ký hai mốc khác nhau ở {signed.size} bản ghi."
            self.report(Finding(kind=Kind.CHECKPOINT, message=message, index=signed.size))
            return
        self._marks.append(Mark(signed.size, signed.root, signed.index))

    def place(self, checked: verify_rows.Checked) -> None:
        """The next leaf row."""
        row = checked.row
        assert row.place is not None  # noqa: S101 - leaf rows have one
        if row.place > self._next:
            self._fill(row.place, Kind.REMOVED)
        if not self.findings:
            self._index.append(row.leaf_hash, row.release_on, checked.parties)
        self._append(row.leaf_hash, row)
        if not self.findings:
            self.report(*self._index.compare_stored())

    def finish(self) -> None:
        """After the last leaf: is the end missing, do the unfinished tiles agree?"""
        last_tile = AuditTile.objects.filter(level=0).order_by("-tile_index").first()
        tiled = (last_tile.tile_index + 1) * tiles.WIDTH if last_tile else 0
        expected = max(tiled, self._signed_size)
        if expected > self._next:
            self._fill(expected, Kind.TRUNCATED)
        for level in range(1, len(self._levels)):
            if self._is_comparable and self._levels[level]:
                self._compare_tile(level)
        if not self.findings:
            self.report(*self._index.finish())

    def _fill(self, end: int, kind: Kind) -> None:
        """Leaves up to ``end`` are missing: say so, and take their hashes from the tiles that still have them."""
        numbers = f"số {self._next}" if end == self._next + 1 else f"các số từ {self._next} đến {end - 1}"
        what = "đuôi nhật ký đã bị cắt" if kind is Kind.TRUNCATED else "bản ghi đã bị lấy khỏi cây"
        self.report(Finding(kind=kind, message=f"Thiếu {numbers}: {what}.", index=self._next))
        while self._next < end and self._is_comparable:
            stored = tiles.read_tile(0, self._next // tiles.WIDTH)
            if not stored:
                self._is_comparable = False
            for value in stored[self._next % tiles.WIDTH :][: end - self._next]:
                self._append(value, None)
        self._next = end

    def _append(self, leaf: bytes, row: verify_rows.Row | None) -> None:
        self._next += 1
        if not self._is_comparable:
            return
        self.frontier.append(leaf)
        self._rows.append(row)
        self._into_tile(0, leaf)
        self._meet_marks()

    def _meet_marks(self) -> None:
        while self._marks and self._marks[-1].size == self.frontier.size:
            self._meet(self._marks.pop())

    def _meet(self, mark: Mark) -> None:
        if self.frontier.root() == mark.root:
            self._last_good = mark.size
            if mark.persons is not None and not self.findings:
                self.report(*self._index.meet(mark.size, mark.persons))
            return
        between = f"từ {self._last_good} đến {mark.size - 1}"
        message = f"Cây băm không khớp mốc đã ký ở {mark.size} bản ghi: có bản ghi trong các số {between} đã bị thay."
        self.report(Finding(kind=Kind.TREE, message=message, index=self._last_good))
        self._marks.clear()  # every later root differs too, and says nothing new

    def _into_tile(self, level: int, value: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._full.append(0)
        hashes = self._levels[level]
        hashes.append(value)
        if len(hashes) == tiles.WIDTH:
            above = tree.fold(self._compare_tile(level))
            self._full[level] += 1
            self._levels[level] = []
            self._rows = [] if level == 0 else self._rows
            self._into_tile(level + 1, above)

    def _compare_tile(self, level: int) -> list[bytes]:
        """Report each hash of the tile just recomputed that the stored one has differently.

        Returns the hashes that the level above was made of: the stored ones, so that one fault is reported once.
        """
        index, hashes = self._full[level], self._levels[level]
        stored = tiles.read_tile(level, index)
        if len(stored) != len(hashes):
            message = f"Ô băm {index} ở tầng {level} thiếu hoặc thừa mã băm."
            self.report(Finding(kind=Kind.TILE, message=message))
            return hashes
        for offset, (ours, theirs) in enumerate(zip(hashes, stored, strict=True)):
            if ours != theirs:
                self.report(self._tile_finding(level, index, offset))
        return stored

    def _tile_finding(self, level: int, tile_index: int, offset: int) -> Finding:
        number = tile_index * tiles.WIDTH + offset
        row = self._rows[offset] if level == 0 else None
        if row is None:
            return Finding(kind=Kind.TILE, message=f"Ô băm {tile_index} ở tầng {level} sai mã băm thứ {offset}.")
        message = f"{verify_rows.name(row)} có mã băm khác với ô băm đã lưu: bản ghi hoặc mã băm đã bị thay."
        return Finding(kind=Kind.TILE, message=message, index=number, entry_id=row.entry_id)
