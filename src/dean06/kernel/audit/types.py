"""What the audit log tells the rest of the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


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


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint:
    """A signed state of the log: ``note`` is the C2SP signed note, all that a third party needs to keep."""

    size: int
    root: bytes
    note: str
    signed_at: datetime


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


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with the log, said in Vietnamese, with the entry it is about where that is known."""

    kind: Kind
    message: str
    index: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class VerifyResult:
    """Outcome of recomputing the whole log."""

    size: int
    root: bytes
    waiting: int
    checkpoints: int
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        """True when nothing was found wrong."""
        return not self.findings
