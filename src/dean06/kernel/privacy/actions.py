"""Acts of privacy as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15; Nghị định 356/2025/NĐ-CP"
CONSENT_PURPOSE = "Ghi nhận bà/ông đồng ý hoặc rút đồng ý"
REQUEST_PURPOSE = "Tiếp nhận, trả lời yêu cầu của bà/ông về dữ liệu cá nhân"
COPY_PURPOSE = "Cung cấp cho bà/ông bản dữ liệu về mình"
NOTICE_PURPOSE = "Báo cho bà/ông khi có lượt xem dữ liệu cần lưu ý"

GIVE_CONSENT = "privacy.give_consent"
WITHDRAW_CONSENT = "privacy.withdraw_consent"
OPEN_REQUEST = "privacy.open_request"
READ_REQUEST = "privacy.read_request"
ANSWER_REQUEST = "privacy.answer_request"
WITHDRAW_REQUEST = "privacy.withdraw_request"
COPY_OWN_DATA = "privacy.copy_own_data"
NOTIFY = "privacy.notify_unexpected"
DELETE_EXPIRED = "privacy.delete_expired"

CONSENT = "privacy.consent"
REQUEST = "privacy.request"
ALL_KEPT = "privacy.all_kept"

ACTIONS = {
    GIVE_CONSENT: "Ghi nhận đồng ý cho dùng dữ liệu",
    WITHDRAW_CONSENT: "Rút lại sự đồng ý",
    OPEN_REQUEST: "Gửi câu hỏi, yêu cầu về dữ liệu của mình",
    READ_REQUEST: "Mở yêu cầu về dữ liệu để giải quyết",
    ANSWER_REQUEST: "Trả lời yêu cầu về dữ liệu",
    WITHDRAW_REQUEST: "Rút yêu cầu về dữ liệu",
    COPY_OWN_DATA: "Lấy bản dữ liệu về mình",
    NOTIFY: "Báo lượt xem dữ liệu cần lưu ý",
    DELETE_EXPIRED: "Xoá dữ liệu hết thời hạn giữ",
}
FIELDS = {
    CONSENT: "nội dung đồng ý",
    REQUEST: "nội dung yêu cầu về dữ liệu",
    ALL_KEPT: "toàn bộ dữ liệu đang giữ về bà/ông",
}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
