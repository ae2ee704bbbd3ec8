"""The words of a consent's receipt."""

import hashlib
from datetime import datetime

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.privacy.models import Consent
from dean06.kernel.privacy.types import GivenHow, Receipt

NOT_YOURS = "Không có sự đồng ý này trong danh sách của bà/ông."
NO_END = "đến khi bà/ông rút lại"


def words(row: Consent, full_name: str) -> str:
    """What the giver agreed to, as kept and as handed out; the audit entry holds the digest of exactly this text."""
    lines = [
        "GIẤY XÁC NHẬN ĐỒNG Ý CHO DÙNG DỮ LIỆU CÁ NHÂN",
        "",
        f"Mã: {row.pk}",
        f"Người đồng ý: {full_name}",
        f"Cho ai dùng: {row.recipient}",
        f"Để làm gì: {row.purpose}",
        f"Dữ liệu nào: {', '.join(audit.field_label(code) for code in row.fields)}",
        f"Căn cứ: {row.legal_basis}",
        f"Đồng ý lúc: {moment(row.given_at)}",
        f"Có hiệu lực: {moment(row.valid_until) if row.valid_until else NO_END}",
        f"Cách đồng ý: {GivenHow(row.given_how).label}, mức xác thực {row.level}",
        "",
        "Bà/ông rút lại được bất cứ lúc nào tại mục “Đồng ý của tôi”. Việc đã làm trước khi rút vẫn đúng.",
    ]
    return "\n".join(lines) + "\n"


def digest(text: str) -> str:
    """SHA-256 of a receipt's words, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def receipt(row: Consent) -> Receipt:
    """The file a giver takes away: the words, and under them where the log confirms them."""
    checksum = digest(row.receipt)
    foot = [
        "-" * 40,
        f"Bản ghi nhật ký: {row.audit_entry_id}",
        f"SHA-256 của phần trên vạch: {checksum}",
        "Bản ghi này có trong tệp “nhật ký kèm bằng chứng” tải ở mục “Dữ liệu của tôi”, cùng con số trên.",
    ]
    if row.withdrawn_at:
        foot += [f"ĐÃ RÚT LẠI lúc {moment(row.withdrawn_at)}, bản ghi nhật ký {row.withdrawal_entry_id}"]
    text = row.receipt + "\n".join(foot) + "\n"
    return Receipt(name=f"dong-y-{row.pk}.txt", text=text, digest=checksum, audit_entry_id=row.audit_entry_id)


def moment(instant: datetime) -> str:
    """09:12 ngày 18/11/2026, in Vietnamese time."""
    return f"{clock.local(instant):%H:%M ngày %d/%m/%Y}"
