"""What a type of document is, once its file has been read. Pure, frozen."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase


class FactType(StrEnum):
    """What may stand in a fact of a document."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    PERSONAL_ID = "personal_id"


class Proof(StrEnum):
    """What a document proves by itself."""

    ORIGINAL = "original"  # the authority's own paper
    EXTRACT = "extract"  # from the authority's book, with the value of the original
    COPY = "copy"  # certified against an original somebody else issued
    CONFIRMATION = "confirmation"  # says what was so on the day of issue

    @property
    def label(self) -> str:
        """Words for people."""
        return PROOF_LABELS[self]


PROOF_LABELS = {
    Proof.ORIGINAL: "bản chính",
    Proof.EXTRACT: "trích lục từ sổ gốc",
    Proof.COPY: "bản sao chứng thực",
    Proof.CONFIRMATION: "xác nhận tại ngày cấp",
}


class Audience(StrEnum):
    """To whom a holder shows a document. Only offices of the state prove who they are, by signing in."""

    STATE = "state"
    EMPLOYER = "employer"
    ORGANISATION = "organisation"
    PERSON = "person"

    @property
    def label(self) -> str:
        """Words for people."""
        return AUDIENCE_LABELS[self]


AUDIENCE_LABELS = {
    Audience.STATE: "Cơ quan trong hệ thống này (cán bộ đăng nhập mới xem được)",
    Audience.EMPLOYER: "Nơi tuyển dụng, nơi làm việc",
    Audience.ORGANISATION: "Ngân hàng, trường học, bệnh viện, tổ chức khác",
    Audience.PERSON: "Một người",
}


@dataclass(frozen=True, kw_only=True)
class FactSpec:
    """One fact. ``in_code``: the printed code shows it by itself (the others only by the digest)."""

    name: str
    label: str
    type: FactType
    required: bool
    longest: int
    in_code: bool


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """A type as it is in force from ``valid_from`` on, ``valid_until`` excluded.

    ``issuers``: patterns of unit codes that may issue it. ``months``: how long one holds (0: no end). ``level``: the
    assurance level its holder signs in with to see it. ``askers``: who may ask for it, in words; ``shareable``: whether
    its holder may show it to others by a link, or from a wallet elsewhere, at all; ``never_to``: to whom not even then.
    ``stands_for``: other types it may be handed in instead of.
    ``symbol`` stands behind the number (NĐ 30/2020). ``verified``: somebody held the file against ``source``.
    """

    code: str
    name: str
    valid_from: date
    valid_until: date | None
    proof: Proof
    symbol: str
    issuers: tuple[str, ...]
    months: int
    level: int
    askers: tuple[str, ...]
    shareable: bool
    never_to: tuple[Audience, ...]
    stands_for: tuple[str, ...]
    facts: tuple[FactSpec, ...]
    source: str
    verified: bool

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def may_be_issued_by(self, unit_code: str) -> bool:
        """Whether a unit is among its issuers."""
        return any(fnmatchcase(unit_code, pattern) for pattern in self.issuers)

    def answers_for(self, code: str) -> bool:
        """Whether one may be handed in where a document of type ``code`` is asked for."""
        return code == self.code or code in self.stands_for

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """To whom its holder may show it."""
        return tuple(one for one in Audience if self.shareable and one not in self.never_to)

    @property
    def doc_type(self) -> str:
        """Its name as a mobile document, and the namespace of its facts (ISO 18013-5)."""
        return f"vn.dean06.{self.code}.1"
