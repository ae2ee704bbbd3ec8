"""What checking a credential may say: reasons of refusal with words for people, and the facts that were proven."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a credential, a presentation or a status list was refused; stable words for logs, receipts and tests."""

    MALFORMED = "malformed"
    OVERSIZED = "oversized"
    WRONG_TYPE = "wrong_type"
    WRONG_DOCUMENT = "wrong_document"
    ALGORITHM_REFUSED = "algorithm_refused"
    SIGNATURE_INVALID = "signature_invalid"
    ISSUER_UNKNOWN = "issuer_unknown"
    ISSUER_EXPIRED = "issuer_expired"
    ISSUER_REVOKED = "issuer_revoked"
    ISSUER_MISMATCH = "issuer_mismatch"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    DISCLOSURE_UNKNOWN = "disclosure_unknown"
    DISCLOSURE_REPEATED = "disclosure_repeated"
    DIGEST_REPEATED = "digest_repeated"
    DIGEST_MISMATCH = "digest_mismatch"
    NAME_RESERVED = "name_reserved"
    NAME_TAKEN = "name_taken"
    CLAIM_MISSING = "claim_missing"
    HOLDER_KEY_MISSING = "holder_key_missing"
    HOLDER_PROOF_MISSING = "holder_proof_missing"
    HOLDER_PROOF_INVALID = "holder_proof_invalid"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_NONCE = "wrong_nonce"
    PROOF_TOO_OLD = "proof_too_old"
    REPLAYED = "replayed"
    DECLINED = "declined"
    CONTENT_CHANGED = "content_changed"
    STATUS_UNKNOWN = "status_unknown"
    STATUS_STALE = "status_stale"
    REVOKED = "revoked"
    SUSPENDED = "suspended"


_NOT_GENUINE = "Giấy tờ điện tử không nguyên vẹn nên không được chấp nhận (mã {reason}). Xuất trình lại từ ví."
_ASK_AGAIN = "Lần xuất trình này không dùng cho yêu cầu hiện tại (mã {reason}). Quét lại mã để xuất trình lại."
_MESSAGES: dict[Reason, str] = {
    Reason.OVERSIZED: "Dữ liệu gửi đến quá lớn nên không được đọc. Chỉ gửi giấy tờ được yêu cầu.",
    Reason.WRONG_TYPE: "Dữ liệu gửi đến không phải giấy tờ điện tử nhận được ở đây. Chọn đúng giấy tờ trong ví.",
    Reason.WRONG_DOCUMENT: "Đây không phải loại giấy tờ được yêu cầu. Chọn đúng giấy tờ trong ví.",
    Reason.ALGORITHM_REFUSED: "Giấy tờ ký bằng thuật toán không được chấp nhận. Báo cơ quan cấp.",
    Reason.ISSUER_UNKNOWN: "Cơ quan cấp giấy tờ này không có trong danh sách tin cậy. Dùng giấy tờ của cơ quan khác.",
    Reason.ISSUER_EXPIRED: "Chứng thư của cơ quan cấp không còn hiệu lực. Đề nghị cơ quan cấp lại giấy tờ.",
    Reason.ISSUER_REVOKED: "Chứng thư của cơ quan cấp đã bị thu hồi. Không dùng giấy tờ này; báo cơ quan cấp.",
    Reason.ISSUER_MISMATCH: "Tên cơ quan cấp ghi trong giấy tờ khác với chứng thư đã ký. Không chấp nhận giấy tờ.",
    Reason.NOT_YET_VALID: "Giấy tờ chưa đến ngày có hiệu lực.",
    Reason.EXPIRED: "Giấy tờ đã hết hạn. Đề nghị cơ quan cấp lại.",
    Reason.CLAIM_MISSING: "Giấy tờ xuất trình thiếu thông tin được yêu cầu. Xuất trình lại và đồng ý đủ các mục.",
    Reason.HOLDER_KEY_MISSING: "Giấy tờ không gắn với người giữ nên không xuất trình được. Đề nghị cấp lại vào ví.",
    Reason.HOLDER_PROOF_MISSING: "Thiếu chữ ký của người giữ giấy tờ. Xuất trình lại từ ví, không gửi bản sao.",
    Reason.HOLDER_PROOF_INVALID: "Chữ ký của người giữ không đúng: giấy tờ không phải của ví đã gửi. Không chấp nhận.",
    Reason.WRONG_AUDIENCE: "Giấy tờ được xuất trình cho nơi khác. Quét lại mã ở đây rồi xuất trình lại.",
    Reason.WRONG_NONCE: _ASK_AGAIN,
    Reason.PROOF_TOO_OLD: "Lần xuất trình quá lâu hoặc đồng hồ của ví sai. Chỉnh giờ rồi xuất trình lại.",
    Reason.REPLAYED: "Lần xuất trình này đã được dùng. Quét lại mã để xuất trình lần mới.",
    Reason.DECLINED: "Người giữ không đồng ý xuất trình, hoặc trong ví không có giấy tờ được yêu cầu.",
    Reason.STATUS_UNKNOWN: "Chưa biết giấy tờ còn hiệu lực không: danh sách trạng thái không đọc được. Thử lại sau.",
    Reason.STATUS_STALE: "Danh sách trạng thái đã cũ nên chưa biết giấy tờ còn hiệu lực không. Thử lại khi có mạng.",
    Reason.REVOKED: "Giấy tờ đã bị thu hồi. Không chấp nhận.",
    Reason.SUSPENDED: "Giấy tờ đang tạm ngưng hiệu lực. Người giữ liên hệ cơ quan cấp.",
}


class CredentialRefused(Exception):
    """The credential, or what was shown of it, must not be believed. ``detail``: for the log, no personal data."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail

    @property
    def message_vi(self) -> str:
        """What the person who checks reads and can do."""
        return _MESSAGES.get(self.reason, _NOT_GENUINE).format(reason=self.reason.value)


Path = tuple[str | int | None, ...]
"""Where a claim lies: names, places in an array, or None for every place of one (as in DCQL)."""


@dataclass(frozen=True, kw_only=True)
class StatusReference:
    """Where a credential's status is written: a list's address and a place in it."""

    uri: str
    index: int


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A credential that passed every check asked for, with nothing in it that was not signed.

    ``issuer`` is what the certificate vouches for. ``holder_key``: the JWK the credential is bound to. ``is_held``:
    whether the holder proved to have that key, now and for us.
    """

    kind: str
    issuer: str
    claims: Mapping[str, Any]
    holder_key: Mapping[str, Any] | None
    status: StatusReference | None
    issued_at: datetime | None
    expires_at: datetime | None
    is_held: bool
    issuer_certificate: bytes = field(repr=False)
