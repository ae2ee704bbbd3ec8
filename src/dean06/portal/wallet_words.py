"""What the pages of the wallet and of inspecting say."""

import base64

from dean06.kernel.documents.types import Answer, Form, Outcome, ShareState, Standing
from dean06.portal.papers.press import qr_svg

FORM_WORDS = (
    (Form.PDF, "Tệp PDF ký số", "Để in, gửi thư, nộp nơi chưa dùng ví số."),
    (Form.CREDENTIAL, "Tệp cho ví số (SD-JWT VC)", "Cho ví điện tử khác; người giữ chọn được mục cho xem."),
    (Form.MOBILE, "Tệp cho ví số (mdoc, ISO 18013-5)", "Cho máy đọc không cần mạng."),
)
TONES = {Standing.VALID: "done", Standing.EXPIRED: "overdue", Standing.WITHDRAWN: "overdue"}
SHARE_TONES = {
    ShareState.OPEN: "in_progress",
    ShareState.USED: "done",
    ShareState.EXPIRED: "closed",
    ShareState.WITHDRAWN: "closed",
}
ANSWERS = {
    Answer.GOOD: ("success", "Giấy tờ thật và còn hiệu lực"),
    Answer.SEALED: ("success", "Dòng này có trong sổ đã niêm phong"),
    Answer.UNSURE: ("warning", "Chưa kết luận được"),
    Answer.WITHDRAWN: ("danger", "Giấy tờ đã bị thu hồi"),
    Answer.EXPIRED: ("warning", "Giấy tờ đã hết hạn"),
    Answer.BAD: ("danger", "Không dùng được giấy tờ này"),
}
SIGNED = {
    Outcome.VALID: ("success", "Chữ ký số hợp lệ"),
    Outcome.UNSURE: ("warning", "Chưa kết luận được về chữ ký số"),
    Outcome.INVALID: ("danger", "Chữ ký số không hợp lệ"),
}
KNOWN = {True: "Có", False: "Không", None: "Chưa biết"}


def tone(standing: Standing) -> str:
    """The tone of a status tag."""
    return TONES[standing]


def share_tone(state: ShareState) -> str:
    """The tone of a share's tag."""
    return SHARE_TONES[state]


def qr_address(code: str) -> str:
    """The code as an image the page carries along."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(code).encode()).decode()
