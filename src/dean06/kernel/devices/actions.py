"""Acts of devices as the audit log names them."""

from dean06.kernel.audit.api import register_action, register_field
from dean06.kernel.devices.types import CardFact

REGISTER_TERMINAL = "devices.register_terminal"
RENEW_CODE = "devices.renew_code"
ENROL_TERMINAL = "devices.enrol_terminal"
ENROL_REFUSED = "devices.enrol_refused"
REVOKE_TERMINAL = "devices.revoke_terminal"
BEGIN_READING = "devices.begin_reading"
BEGIN_REFUSED = "devices.begin_refused"
ACCEPT_READING = "devices.accept_reading"
REFUSE_READING = "devices.refuse_reading"
COMPARE_READING = "devices.compare_reading"
LOOK_AT_RECEIPT = "devices.look_at_receipt"
EMPTY_UNSPENT = "devices.empty_unspent"
LOAD_PURPOSES = "devices.load_purposes"

ACTIONS = {
    REGISTER_TERMINAL: "Khai báo đầu đọc thẻ",
    RENEW_CODE: "Cấp lại mã đăng ký đầu đọc thẻ",
    ENROL_TERMINAL: "Đăng ký đầu đọc thẻ",
    ENROL_REFUSED: "Từ chối đăng ký đầu đọc thẻ",
    REVOKE_TERMINAL: "Ngừng dùng đầu đọc thẻ",
    BEGIN_READING: "Mở lượt đọc thẻ",
    BEGIN_REFUSED: "Từ chối mở lượt đọc thẻ",
    ACCEPT_READING: "Đọc và kiểm thẻ căn cước",
    REFUSE_READING: "Đọc thẻ bị từ chối",
    COMPARE_READING: "Đối chiếu thẻ với dữ liệu dân cư",
    LOOK_AT_RECEIPT: "Xem lại kết quả đọc thẻ",
    EMPTY_UNSPENT: "Xoá dữ liệu thẻ đã quá giờ dùng để đăng nhập",
    LOAD_PURPOSES: "Nạp bảng mục đích đọc thẻ",
}
LABELS = {
    CardFact.AGE: "tuổi",
    CardFact.PERSONAL_ID: "số định danh",
    CardFact.FULL_NAME: "họ tên",
    CardFact.BIRTH_ON: "ngày sinh",
    CardFact.SEX: "giới tính",
    CardFact.NATIONALITY: "quốc tịch",
    CardFact.EXPIRES_ON: "ngày thẻ hết hạn",
    CardFact.PORTRAIT: "ảnh chân dung",
}


def field_code(fact: CardFact) -> str:
    """A fact from a card as the audit log files it."""
    return f"card.{fact.value}"


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for fact, label in LABELS.items():
        register_field(field_code(fact), f"{label} (đọc từ thẻ)")
