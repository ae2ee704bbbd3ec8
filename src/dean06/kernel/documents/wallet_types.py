"""Documents of the wallet as pages show them, and what inspecting one says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.documents.kinds.spec import DocumentKind


class Form(StrEnum):
    """In which form a document is taken away."""

    PDF = "pdf"
    CREDENTIAL = "sd-jwt"
    MOBILE = "mdoc"


class Standing(StrEnum):
    """Whether a document holds."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Words for people."""
        return {"valid": "Còn hiệu lực", "expired": "Hết hạn", "withdrawn": "Đã thu hồi"}[self.value]


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """One document on the shelf "issued to me". ``copy_of``: the type of the original, of a certified copy of one."""

    id: UUID
    kind: str
    name: str
    number: str
    unit_code: str
    unit_name: str
    issued_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None
    standing: Standing
    case_ref: str
    copy_of: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentInfo:
    """A document opened: ``facts`` by label, as on paper; ``code`` is what the printed code holds.

    ``stamped_at``: since when its file bears a time stamp; None while that is still to come.
    """

    line: DocumentLine
    kind: DocumentKind
    holder_id: UUID
    facts: Mapping[str, str] = field(repr=False)
    code: str = field(repr=False)
    withdrawn_by: str
    withdrawn_reason: str
    stamped_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DocumentFile:
    """A form of a document to be taken away."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class OwnPaperInfo:
    """One paper on the shelf "I uploaded"."""

    id: UUID
    title: str
    file_name: str = field(repr=False)
    media_type: str
    size: int
    added_at: datetime


class Answer(StrEnum):
    """The bottom line of inspecting. ``SEALED``: a register said so when it was sealed, which need not hold today."""

    GOOD = "good"
    SEALED = "sealed"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What anybody may know of a paper he holds: only what stands on it, who signed it, whether it still holds.

    ``is_intact``, ``is_trusted``: None when nobody can say. ``reasons`` say in words what was found, worst first.
    ``withdrawn_at``: when its unit withdrew it. ``facts`` stand in what was handed in; nothing is added to them.
    """

    answer: Answer
    form: str
    name: str
    issuer: str
    issued_at: datetime | None
    is_time_proven: bool
    expires_at: datetime | None
    is_intact: bool | None
    is_trusted: bool | None
    withdrawn_at: datetime | None
    facts: Mapping[str, str] = field(repr=False)
    reasons: tuple[str, ...]
