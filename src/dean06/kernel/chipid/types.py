"""What reading and checking a card may say: reasons of refusal with words for people, files, the facts on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

NUMBER_DIGITS = 6


class Reason(StrEnum):
    """Why a card or a reading was refused; stable words for logs, receipts and tests."""

    NOT_AN_IDENTITY_CARD = "not_an_identity_card"
    ACCESS_DENIED = "access_denied"
    WRONG_NUMBER = "wrong_number"
    ZONE_NEEDED = "zone_needed"
    DOWNGRADED = "downgraded"
    SESSION_LOST = "session_lost"
    FILE_MISSING = "file_missing"
    MALFORMED = "malformed"
    OVERSIZED = "oversized"
    ALGORITHM_REFUSED = "algorithm_refused"
    SIGNATURE_INVALID = "signature_invalid"
    HASH_MISMATCH = "hash_mismatch"
    ISSUER_UNKNOWN = "issuer_unknown"
    ISSUER_EXPIRED = "issuer_expired"
    SIGNER_REVOKED = "signer_revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    CARD_EXPIRED = "card_expired"
    PROOF_MISSING = "proof_missing"
    CLONED = "cloned"
    FACTS_DISAGREE = "facts_disagree"


_MESSAGES: dict[Reason, str] = {
    Reason.NOT_AN_IDENTITY_CARD: "Đây không phải thẻ căn cước gắn chip. Đặt đúng thẻ căn cước lên đầu đọc.",
    Reason.ACCESS_DENIED: "Thẻ không mở được. Kiểm tra số thẻ, ngày sinh, ngày hết hạn rồi thử lại.",
    Reason.WRONG_NUMBER: "Sai 6 số CAN. Xem lại 6 số in trên thẻ rồi nhập lại.",
    Reason.ZONE_NEEDED: "Thẻ này không mở bằng 6 số CAN. Nhập số thẻ, ngày sinh, ngày hết hạn.",
    Reason.DOWNGRADED: "Cách mở thẻ khác với điều cơ quan cấp đã ký, có thể bị can thiệp. Đọc lại ở máy khác.",
    Reason.SESSION_LOST: "Mất liên lạc với thẻ. Đặt lại thẻ, giữ yên cho đến khi đọc xong.",
    Reason.FILE_MISSING: "Thẻ thiếu dữ liệu bắt buộc nên không dùng được. Mời người dân đến Công an xã kiểm tra thẻ.",
    Reason.CARD_EXPIRED: "Thẻ đã hết hạn. Mời người dân đến Công an xã đổi thẻ.",
    Reason.SIGNER_REVOKED: "Chứng thư ký dữ liệu của thẻ đã bị thu hồi. Không dùng thẻ này; báo Công an xã.",
    Reason.REVOCATION_UNKNOWN: "Danh sách chứng thư bị thu hồi đã cũ hoặc chưa có. Báo người vận hành cập nhật.",
    Reason.ISSUER_UNKNOWN: "Không xác minh được cơ quan cấp thẻ. Báo người vận hành cập nhật chứng thư gốc.",
    Reason.ISSUER_EXPIRED: "Chứng thư của cơ quan cấp thẻ hết hiệu lực. Báo người vận hành cập nhật.",
    Reason.PROOF_MISSING: "Thẻ không chứng minh được là bản gốc. Dùng cách xác thực khác.",
    Reason.CLONED: "Thẻ là bản sao hoặc dữ liệu phát lại: chip không phải bản gốc. Không chấp nhận thẻ.",
}
_NOT_GENUINE = "Dữ liệu trên thẻ không nguyên vẹn nên không được chấp nhận (mã {reason}). Báo Công an xã kiểm tra thẻ."


class CardRefused(Exception):
    """The card, or what was read from it, must not be believed. ``detail``: for the log, no personal data."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail

    @property
    def message_vi(self) -> str:
        """What the person at the desk reads and can do."""
        return _MESSAGES.get(self.reason, _NOT_GENUINE).format(reason=self.reason.value)


class FileId(IntEnum):
    """Elementary files of the application (ICAO 9303-10, 4.7)."""

    CARD_ACCESS = 0x011C
    COM = 0x011E
    SOD = 0x011D
    DG1 = 0x0101
    DG2 = 0x0102
    DG13 = 0x010D
    DG14 = 0x010E
    DG15 = 0x010F

    @property
    def group(self) -> int:
        """Number of the data group, 0 for the others."""
        return self & 0xFF if self <= 0x0110 else 0


@dataclass(frozen=True, kw_only=True)
class AccessKey:
    """What opens the card, printed on it: the document number, birth and expiry of its machine-readable zone."""

    document_number: str
    birth_on: date
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class AccessNumber:
    """What opens a card that knows PACE: the six digits printed on its front (CAN). ValueError for anything else."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        """Six digits: a typing mistake must not cost one of the card's tries."""
        if not (self.digits.isascii() and self.digits.isdigit() and len(self.digits) == NUMBER_DIGITS):
            raise ValueError("a card access number has six digits")


class Opening(StrEnum):
    """How a card was opened: the old way, or by PACE with what the zone holds or with the number on the front."""

    BASIC = "bac"
    PACE_ZONE = "pace_mrz"
    PACE_NUMBER = "pace_can"


class ReadingCancelled(Exception):
    """Whoever ordered the reading does not want it any more."""


@dataclass(frozen=True, kw_only=True)
class CardReading:
    """Files as they came from the chip, and its signature over the challenge if one was given and it could sign.

    ``agreed``: the chip proved itself to this terminal by chip authentication. Nothing in the reading shows that to
    anybody else: it is this terminal's word.
    """

    files: Mapping[FileId, bytes]
    opened_by: Opening
    active_signature: bytes = b""
    agreed: bool = False
    commands: int = 0
    bytes_read: int = 0


class ProofLevel(StrEnum):
    """What was proven: the data is what the issuer signed; and the chip is the one it was written to.

    ``TERMINAL``: the chip showed it to the terminal, which can only say so. That is worth what the terminal is worth:
    enough where it verifies for itself, nothing from a stranger's agent.
    """

    DATA = "data"
    TERMINAL = "terminal"
    CHIP = "chip"


class Proof(StrEnum):
    """How the chip showed that it is no copy: signed our challenge, which anybody can check; agreed on keys with the
    terminal, which nobody else can. PACE with chip authentication mapping is not known here and never counted.
    """

    ACTIVE = "active_authentication"
    AGREEMENT = "chip_authentication"


@dataclass(frozen=True, kw_only=True)
class MachineZone:
    """The machine-readable zone of a card (TD1). Dates are None when the zone leaves them open."""

    document_number: str
    personal_id: str
    birth_on: date | None
    sex: str
    expires_on: date | None
    nationality: str
    name: str
    issuing_state: str = ""


@dataclass(frozen=True, kw_only=True)
class Face:
    """The portrait: the image as stored, its media type; empty type when it is in no format we can name."""

    image: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, kw_only=True)
class VerifiedCard:
    """A card that passed every check asked for. ``details`` are DG13's texts by number, empty without DG13.

    ``proofs``: how the chip showed itself; a server that reads through an agent relies on ``Proof.ACTIVE`` alone.
    """

    level: ProofLevel
    zone: MachineZone
    details: Mapping[int, str]
    face: Face | None
    sod_sha256: str
    signer: str
    verified_at: datetime
    proofs: frozenset[Proof] = frozenset()
