"""The limits an operator is asked about, in words, from the constants themselves."""

from datetime import timedelta

from django.conf import settings

from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.cases import api as cases
from dean06.kernel.documents import api as documents
from dean06.kernel.identity import limits as identity
from dean06.kernel.registry import api as registry
from dean06.portal.services import OWN_LOG_LIMIT
from dean06.ui.formats import number, size


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} giờ" if minutes % 60 == 0 else f"{minutes} phút"


def _rate(limit: Limit) -> str:
    return f"{limit.count} lần trong {limit.seconds // 60} phút"


def _lines(limit: Limit) -> str:
    return f"{number(limit.count)} dòng trong {limit.seconds // 3600} giờ"


LIMITS: tuple[tuple[str, str], ...] = (
    ("Tự đăng xuất khi không thao tác, người dân", _span(identity.CITIZEN_IDLE)),
    ("Tự đăng xuất khi không thao tác, cán bộ", _span(identity.OFFICER_IDLE)),
    ("Một lần đăng nhập dài nhất", _span(identity.ABSOLUTE)),
    ("Một lần dùng tài khoản khẩn cấp dài nhất", _span(identity.BREAK_GLASS_ABSOLUTE)),
    ("Phiên đăng nhập tại quầy bằng thẻ dài nhất", _span(identity.COUNTER_ABSOLUTE)),
    ("Bắt đầu đăng nhập, mỗi địa chỉ mạng", _rate(identity.START_LIMIT)),
    ("Thử tài khoản khẩn cấp, mỗi địa chỉ mạng", _rate(identity.BREAK_GLASS_ADDRESS_LIMIT)),
    ("Tra cứu hồ sơ công khai, mỗi địa chỉ mạng", _rate(cases.LOOKUP_ADDRESS_LIMIT)),
    ("Tra cứu hồ sơ công khai, mỗi mã hồ sơ", _rate(cases.LOOKUP_CODE_LIMIT)),
    ("Kiểm tra giấy tờ công khai, mỗi địa chỉ mạng", _rate(documents.INSPECT_LIMIT)),
    ("Mở giấy tờ được cho xem, mỗi địa chỉ mạng", _rate(documents.OPEN_LIMIT)),
    ("Cho xem giấy tờ, mỗi người", _rate(documents.SHARE_LIMIT)),
    ("Đưa giấy tờ sang ví khác, mỗi người", _rate(documents.OFFER_LIMIT)),
    ("Ví khác gọi đến, mỗi địa chỉ mạng", _rate(documents.WALLET_LIMIT)),
    ("Hỏi giấy tờ trong ví, mỗi cán bộ", _rate(documents.ASK_LIMIT)),
    ("Ví trả lời cán bộ, mỗi địa chỉ mạng", _rate(documents.ANSWER_LIMIT)),
    ("Tra cứu dân cư, mỗi cán bộ", _rate(registry.OFFICER_LIMIT)),
    ("Đối chiếu danh sách, mỗi cán bộ", _lines(registry.LINES_LIMIT)),
    ("Tải danh sách lượt xem kèm bằng chứng, mỗi người", _rate(OWN_LOG_LIMIT)),
    ("Dòng trong một danh sách đối chiếu", number(registry.MOST_LINES)),
    ("Dữ liệu gửi lên một lần", size(settings.REQUEST_MAX_BYTES)),
)
