"""What the audit log tells the rest of the house."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

MAX_REFERENCE = 200  # characters of a case reference or a device's code
BULK_FROM = 20  # persons in one act; a household or the parties to a file are fewer


@dataclass(frozen=True, kw_only=True)
class Look:
    """One act that concerned a person, ready to be shown to that person."""

    entry_id: UUID
    at: datetime
    action: str
    action_label: str
    who: str
    role: str
    unit_code: str
    unit_name: str
    post: str
    is_own_act: bool
    fields: tuple[str, ...]
    field_labels: tuple[str, ...]
    purpose: str
    legal_basis: str
    object_type: str
    object_id: str
    tree_index: int | None  # None while the entry waits for its place in the tree
    case_ref: str  # the case or act that caused it, as its unit writes it; often empty
    device: str  # code of the device or partner; empty when a person did it at a desk
    subject_count: int  # how many persons the same act concerned, this one included
    pilot: int | None  # number of the pilot whose act it was; None for the platform's own acts
    release_on: date | None  # the day it began to be shown, when the law delayed that

    @property
    def is_bulk(self) -> bool:
        """True when a whole list of persons was gone through."""
        return self.subject_count >= BULK_FROM

    @property
    def was_withheld(self) -> bool:
        """True when the person was told later than the others: the law delayed it until ``release_on``."""
        return self.release_on is not None


class LookKind(StrEnum):
    """Looks at one person or a family, and looks at a list."""

    SINGLE = "single"
    BULK = "bulk"


@dataclass(frozen=True, kw_only=True)
class LookFilter:
    """Which looks a page shows; what is left out does not narrow. Days are days in Việt Nam, both included."""

    kind: LookKind | None = None
    since: date | None = None
    until: date | None = None
    unit_code: str | None = None  # "" is the platform itself and people without a unit


@dataclass(frozen=True, kw_only=True)
class UnitLooks:
    """How often one unit looked; ``unit_name`` as it was called the last time, empty for the platform itself."""

    unit_code: str
    unit_name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class LookCounts:
    """What the filters of the page have to offer, each counted within the other filters chosen."""

    total: int
    single: int
    bulk: int
    units: tuple[UnitLooks, ...]  # most looks first


@dataclass(frozen=True, kw_only=True)
class WithheldLooks:
    """``count`` looks that the person will be told of on ``release_on``; nothing more may be said before."""

    release_on: date
    count: int


@dataclass(frozen=True, kw_only=True)
class Cosignature:
    """A witness's confirmation of a checkpoint: its verifier key, its line for the note, when it signed."""

    witness: str
    line: str
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint:
    """A signed state of the log: ``note`` is the C2SP signed note, all that a third party needs to keep.

    ``index`` is the root of the map of persons (None before there was one), ``cosignatures`` what witnesses confirmed
    so far: normally one line within the minute, none while the witness is away.
    """

    size: int
    root: bytes
    note: str
    signed_at: datetime
    index: bytes | None = None
    cosignatures: tuple[Cosignature, ...] = ()

    @property
    def cosigned_note(self) -> str:
        """The note with the witnesses' lines below the log's."""
        return self.note + "".join(one.line for one in self.cosignatures)


class AlarmKind(StrEnum):
    """How a witness contradicts the log, and that somebody answered for it."""

    AHEAD = "ahead"  # it signed more entries than the log has: some were lost or taken away
    OTHER_ROOT = "other_root"  # it signed other entries than the log shows
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A contradiction nobody has answered for: entries we showed (``size``), entries the witness had signed."""

    entry_id: UUID
    kind: AlarmKind
    witness: str
    size: int
    witness_size: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class WitnessState:
    """How far a second party confirms the log. ``problem`` says in Vietnamese why its word cannot be checked.

    ``checkpoint`` is the newest one, ``confirmed`` the newest that the witness signed, at ``confirmed_at``; ``title``
    is what people call the witness, "" without one. ``waiting_since`` is when the first checkpoint beyond ``confirmed``
    was signed.
    """

    title: str
    key: str
    checkpoint: SignedCheckpoint | None
    confirmed: SignedCheckpoint | None = None
    confirmed_at: datetime | None = None
    waiting_since: datetime | None = None
    alarm: Alarm | None = None
    problem: str = ""

    @property
    def is_current(self) -> bool:
        """True when the witness has signed everything that the log has signed."""
        return bool(self.checkpoint and self.confirmed and self.checkpoint.size == self.confirmed.size)


@dataclass(frozen=True, kw_only=True)
class InclusionProof:
    """``path`` leads from the hash of ``body`` at ``index`` to the root of ``checkpoint``."""

    entry_id: UUID
    body: str
    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedCheckpoint


@dataclass(frozen=True, kw_only=True)
class ConsistencyProof:
    """``path`` shows that the log of ``old`` entries is the beginning of the log of ``new`` entries."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    path: tuple[bytes, ...]


class Kind(StrEnum):
    """What verification can find wrong."""

    ALTERED = "altered"
    REMOVED = "removed"
    UNLISTED = "unlisted"
    COLUMNS = "columns"
    SUBJECTS = "subjects"
    TILE = "tile"
    TREE = "tree"
    TRUNCATED = "truncated"
    CHECKPOINT = "checkpoint"
    INDEX = "index"
    WITNESS = "witness"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with the log, said in Vietnamese, with the entry it is about where that is known."""

    kind: Kind
    message: str
    index: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Witnessed:
    """How far the witness ``name`` confirms the log: ``count`` checkpoints, the newest of ``size`` entries, at ``at``.

    ``others``: signatures of further keys, true but of no weight.
    """

    name: str
    size: int
    at: datetime | None
    count: int
    others: int


@dataclass(frozen=True, kw_only=True)
class VerifyResult:
    """Outcome of recomputing the whole log."""

    size: int
    root: bytes
    waiting: int
    checkpoints: int
    witnessed: Witnessed
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        """True when nothing was found wrong."""
        return not self.findings
