"""What became of judging a file, in words a person understands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The bottom line."""

    VALID = "valid"
    UNSURE = "unsure"
    INVALID = "invalid"


class Level(StrEnum):
    """How far a signature proves itself (PAdES baseline)."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


class Finding(StrEnum):
    """One reason; stable words for programs."""

    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    NOT_SIGNED = "not_signed"
    BROKEN_SIGNATURE = "broken_signature"
    CHANGED = "changed"
    FORGED = "forged"
    WRAPPED = "wrapped"
    ADDED_AFTER = "added_after"
    UNKNOWN_CA = "unknown_ca"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    CA_REVOKED = "ca_revoked"
    NOT_FOR_SIGNING = "not_for_signing"
    WEAK_ALGORITHM = "weak_algorithm"
    WRONG_TIME = "wrong_time"
    BROKEN_STAMP = "broken_stamp"
    STATUS_UNKNOWN = "status_unknown"
    REVOKED_LATER = "revoked_later"
    EXPIRED_LATER = "expired_later"
    TIME_UNPROVEN = "time_unproven"


WORDS: dict[Finding, str] = {
    Finding.NOT_A_PDF: "Tệp không phải là PDF hoặc bị hỏng, không đọc được.",
    Finding.TOO_LARGE: "Tệp lớn quá mức hệ thống kiểm được.",
    Finding.ENCRYPTED: "Tệp đang đặt mật khẩu nên không kiểm được.",
    Finding.NOT_SIGNED: "Tệp không có chữ ký số nào.",
    Finding.BROKEN_SIGNATURE: "Phần chữ ký trong tệp bị hỏng, không đọc được.",
    Finding.CHANGED: "Nội dung đã bị sửa sau khi ký. Không dùng bản này.",
    Finding.FORGED: "Chữ ký không do khoá của người có tên trong chứng thư tạo ra. Đây là chữ ký giả.",
    Finding.WRAPPED: "Chữ ký chỉ bao một phần của tệp; phần còn lại có thể do người khác ghép vào.",
    Finding.ADDED_AFTER: "Có nội dung được thêm vào sau khi ký, chữ ký không bao phần đó.",
    Finding.UNKNOWN_CA: "Chứng thư số của người ký do nơi không được hệ thống tin cậy cấp.",
    Finding.EXPIRED: "Chứng thư số đã hết hạn và không có gì chứng tỏ chữ ký có trước ngày đó.",
    Finding.NOT_YET_VALID: "Chữ ký được tạo khi chứng thư số chưa có hiệu lực.",
    Finding.REVOKED: "Chứng thư số của người ký đã bị thu hồi.",
    Finding.CA_REVOKED: "Chứng thư số của nơi cấp đã bị thu hồi.",
    Finding.NOT_FOR_SIGNING: "Chứng thư số này không được cấp để ký văn bản.",
    Finding.WEAK_ALGORITHM: "Chữ ký dùng thuật toán đã lỗi thời, dễ bị làm giả.",
    Finding.WRONG_TIME: "Thời điểm ký ghi trong tệp không hợp lý.",
    Finding.BROKEN_STAMP: "Dấu thời gian trong tệp không đúng hoặc không do nơi được tin cậy cấp.",
    Finding.STATUS_UNKNOWN: "Chưa hỏi được nơi cấp xem chứng thư số có bị thu hồi không. Kiểm lại sau.",
    Finding.REVOKED_LATER: "Chứng thư số bị thu hồi sau khi ký; chữ ký có trước nên vẫn giữ giá trị.",
    Finding.EXPIRED_LATER: "Chứng thư số hết hạn sau khi ký; chữ ký có trước nên vẫn giữ giá trị.",
    Finding.TIME_UNPROVEN: "Giờ ký do người ký tự ghi, chưa có dấu thời gian chứng thực.",
}
# These leave the verdict what it is.
REMARKS = frozenset({Finding.REVOKED_LATER, Finding.EXPIRED_LATER, Finding.TIME_UNPROVEN})
UNDECIDED = frozenset({Finding.STATUS_UNKNOWN})
# Of these the signer, the time and the content are as shown, whatever else is wrong.
INTACT_ALTHOUGH = frozenset(Finding) - {
    Finding.BROKEN_SIGNATURE, Finding.CHANGED, Finding.FORGED, Finding.WRAPPED, Finding.ADDED_AFTER,
}  # fmt: skip


def outcome_of(findings: frozenset[Finding]) -> Outcome:
    """The worst of what was found."""
    if findings - REMARKS - UNDECIDED:
        return Outcome.INVALID
    return Outcome.UNSURE if findings & UNDECIDED else Outcome.VALID


@dataclass(frozen=True, kw_only=True)
class SignatureVerdict:
    """One signature: who, when, and what was found. ``proved_at``: by a time stamp; ``claimed_at``: by the signer."""

    signer: str
    organisation: str
    issuer: str
    serial: str
    claimed_at: datetime | None
    proved_at: datetime | None
    level: Level
    certificate_until: datetime | None
    findings: frozenset[Finding]

    @property
    def outcome(self) -> Outcome:
        """The bottom line of this signature."""
        return outcome_of(self.findings)

    @property
    def is_intact(self) -> bool:
        """Whether what was signed is what is here."""
        return self.findings <= INTACT_ALTHOUGH

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was found, in Vietnamese."""
        return tuple(WORDS[one] for one in Finding if one in self.findings)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A file: its signatures in the order they were made, and what is wrong with the file as a whole."""

    signatures: tuple[SignatureVerdict, ...]
    findings: frozenset[Finding]
    judged_at: datetime

    @property
    def outcome(self) -> Outcome:
        """Valid only when every signature is."""
        return outcome_of(self.findings.union(*(one.findings for one in self.signatures)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong with the file as a whole, in Vietnamese."""
        return tuple(WORDS[one] for one in Finding if one in self.findings)
