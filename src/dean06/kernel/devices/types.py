"""What devices tell the rest of the house: terminals, orders to read, receipts, and why a reading was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import Invalid
from dean06.kernel.chipid.types import ProofLevel


class CardFact(StrEnum):
    """A fact a reading may leave behind; the audit log files it as ``card.NAME``."""

    AGE = "age"
    PERSONAL_ID = "personal_id"
    FULL_NAME = "full_name"
    BIRTH_ON = "birth_on"
    SEX = "sex"
    NATIONALITY = "nationality"
    EXPIRES_ON = "expires_on"
    PORTRAIT = "portrait"


class TerminalState(StrEnum):
    """A terminal waits for its device, reads, or has been put out of use."""

    WAITING = "waiting"
    ACTIVE = "active"
    REVOKED = "revoked"


class Verdict(StrEnum):
    """What became of a reading."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a reading was refused before the card itself was judged; the card's own reasons are chipid's."""

    MALFORMED = "malformed_answer"
    UNKNOWN_CHALLENGE = "unknown_challenge"
    CHALLENGE_USED = "challenge_used"
    CHALLENGE_EXPIRED = "challenge_expired"
    OTHER_SESSION = "other_session"
    OTHER_DEVICE = "other_device"
    DEVICE_SIGNATURE = "device_signature"
    TERMINAL_REVOKED = "terminal_revoked"
    OTHER_PERSON = "other_person"
    UNASKED_FILES = "unasked_files"


_AGAIN = "Bấm đọc thẻ lại từ đầu."
MESSAGES: dict[Refusal, str] = {
    Refusal.MALFORMED: f"Chương trình đọc thẻ gửi dữ liệu không đúng dạng. Cập nhật chương trình rồi thử lại. {_AGAIN}",
    Refusal.UNKNOWN_CHALLENGE: f"Lượt đọc thẻ này không có trên hệ thống. {_AGAIN}",
    Refusal.CHALLENGE_USED: f"Lượt đọc thẻ này đã dùng rồi, không dùng lại được. {_AGAIN}",
    Refusal.CHALLENGE_EXPIRED: f"Lượt đọc thẻ đã quá giờ. {_AGAIN}",
    Refusal.OTHER_SESSION: f"Lượt đọc thẻ này được mở ở trình duyệt hoặc tài khoản khác. {_AGAIN}",
    Refusal.OTHER_DEVICE: "Dữ liệu đến từ đầu đọc khác với đầu đọc được giao. Kiểm tra lại đầu đọc ở bàn này.",
    Refusal.DEVICE_SIGNATURE: "Dữ liệu đã bị thay đổi sau khi rời đầu đọc nên không được nhận. Báo người vận hành.",
    Refusal.TERMINAL_REVOKED: "Đầu đọc này đã bị ngừng dùng. Báo người vận hành.",
    Refusal.UNASKED_FILES: "Chương trình đọc thẻ gửi dữ liệu không được yêu cầu nên không nhận. Báo người vận hành.",
    Refusal.OTHER_PERSON: "Thẻ này không phải thẻ của người đang đăng nhập. Dùng đúng thẻ của mình.",
}


class ReadingRefused(Invalid):
    """The reading is not believed: ``code`` is a Refusal or chipid's Reason; ``receipt_id`` of what was written."""

    def __init__(self, message: str, *, code: str, receipt_id: UUID | None = None) -> None:
        super().__init__(message, code=code)
        self.receipt_id = receipt_id


@dataclass(frozen=True, kw_only=True)
class TerminalInfo:
    """A terminal as operators see it; ``device`` is its public key in base64, empty until enrolled."""

    id: UUID
    name: str
    unit_code: str
    unit_name: str
    state: TerminalState
    device: str
    created_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None
    last_read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReadPurposeInfo:
    """Why a card may be read: what is read, what of it is kept, the level of a session it may give (0: none).

    ``needs_presence``: the level is reached only when an officer compared the holder's face with the card.
    ``verified`` is False until the legal source is at hand.
    """

    code: str
    title: str
    legal_basis: str
    keeps: frozenset[CardFact]
    level: int
    needs_presence: bool
    roles: frozenset[Role]
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the page hands to the agent, and nothing the agent could change: all of it is kept on the server.

    ``body`` is the same as text, ``signature`` (base64) this server's over ``ports.card.ORDER`` and it: an agent obeys
    nothing else.
    """

    challenge_id: UUID
    challenge: str
    purpose: str
    files: tuple[str, ...]
    expires_at: datetime
    body: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SignedAnswer:
    """The agent's answer as the page passes it on: exact text, device key and signature in base64."""

    body: str
    device: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class ReceiptInfo:
    """What a reading left behind. ``facts`` are only those the purpose keeps; ``compared`` how they stand against
    the population register, None while nobody asked."""

    id: UUID
    code: str
    at: datetime
    terminal: str
    unit_code: str
    purpose: ReadPurposeInfo
    verdict: Verdict
    reason: str
    level: ProofLevel | None
    signer: str
    facts: Mapping[CardFact, str]
    compared: Mapping[str, object] | None
    is_spent: bool
    body: str
    signature: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Who held a card that a session may now stand on; ``is_in_register``: the population register says the same."""

    receipt_id: UUID
    terminal_id: UUID
    personal_id: str
    full_name: str
    birth_on: date | None
    sex: str
    level: int
    needs_presence: bool
    is_in_register: bool
    purpose: str
    legal_basis: str
