"""Acts of messaging as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Gửi và nhận thông báo về công việc, hồ sơ"
LEGAL_BASIS = "Nghị định 42/2022/NĐ-CP về cung cấp thông tin và dịch vụ công trực tuyến"

SEND = "messaging.send"
READ = "messaging.read"
EMAIL_SENT = "messaging.email_sent"
ASK_EMAIL = "messaging.ask_email"
CONFIRM_EMAIL = "messaging.confirm_email"
FORGET_EMAIL = "messaging.forget_email"

ACTIONS = {
    SEND: "Gửi thông báo",
    READ: "Đọc thông báo",
    EMAIL_SENT: "Báo qua thư điện tử",
    ASK_EMAIL: "Đề nghị nhận thư điện tử",
    CONFIRM_EMAIL: "Xác nhận địa chỉ thư điện tử",
    FORGET_EMAIL: "Thôi nhận thư điện tử",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field("messaging.email_address", "địa chỉ thư điện tử")
