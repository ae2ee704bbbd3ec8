"""Sharing a document, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.documents.kinds.spec import Audience
from dean06.kernel.documents.wallet_types import DocumentLine, Standing


class ShareState(StrEnum):
    """Whether anybody can look now."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Words for people."""
        return {"open": "Đang cho xem", "used": "Đã xem đủ lượt", "expired": "Hết hạn", "withdrawn": "Đã rút"}[
            self.value
        ]


@dataclass(frozen=True, kw_only=True)
class SharePlan:
    """A share that may be made: every rule was asked. ``fields`` are its facts as the audit log names them."""

    id: UUID
    document_id: UUID
    facts: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    audience: Audience
    recipient: str
    unit_code: str
    times: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShareLookInfo:
    """Who looked, in his own words unless he was signed in."""

    at: datetime
    name: str
    organisation: str
    is_signed_in: bool


@dataclass(frozen=True, kw_only=True)
class ShareInfo:
    """A share as its holder sees it. ``address`` leads to it while it is open, "" afterwards; ``facts`` are labels."""

    id: UUID
    document_id: UUID
    document_name: str
    consent_id: UUID
    facts: tuple[str, ...]
    purpose: str
    audience: Audience
    recipient: str
    times: int
    looked: int
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    state: ShareState
    address: str = field(repr=False)
    looks: tuple[ShareLookInfo, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ShareTerms:
    """What whoever has the link knows before looking: nothing of the person.

    ``unit_name``: whose officers must sign in. ``closed``: in words, why nobody can look, "" when he can.
    """

    document_name: str
    facts: tuple[str, ...]
    purpose: str
    recipient: str
    unit_code: str
    unit_name: str
    times_left: int
    expires_at: datetime
    closed: str


@dataclass(frozen=True, kw_only=True)
class SharedView:
    """What a look shows: the chosen facts out of the signed credential, and ``credential`` that proves them."""

    document_name: str
    issuer: str
    issued_at: datetime
    document_expires_at: datetime | None
    standing: Standing
    facts: Mapping[str, str] = field(repr=False)
    purpose: str
    recipient: str
    expires_at: datetime
    times_left: int
    is_kind_verified: bool
    file_name: str
    credential: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PresentationInfo:
    """An officer's question to a wallet. ``link`` for the wallet while nobody answered in time, "" afterwards.

    ``verdict``: "" while open, else what to read first; ``is_good`` whether what was shown holds; ``facts`` by label,
    with ``issuer``, only for a while.
    """

    id: UUID
    kind_name: str
    asked: tuple[str, ...]
    purpose: str
    asked_at: datetime
    expires_at: datetime
    link: str = field(repr=False)
    verdict: str
    is_good: bool
    issuer: str
    facts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class WalletOffer:
    """What takes a document to a wallet, once: the link, and the number the wallet asks for."""

    link: str = field(repr=False)
    number: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class WalletAsk:
    """What a wallet asks a person for. ``choices``: the person's documents of each type asked for, by its name."""

    wallet: str
    sent_back_to: str
    choices: Mapping[str, tuple[DocumentLine, ...]]
