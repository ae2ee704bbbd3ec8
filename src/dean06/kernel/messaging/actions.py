"""Acts of messaging as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field
from dean06.kernel.messaging.types import Channel

PURPOSE = "Gửi và nhận thông báo về công việc, hồ sơ"
LEGAL_BASIS = "Nghị định 42/2022/NĐ-CP về cung cấp thông tin và dịch vụ công trực tuyến"

SEND = "messaging.send"
READ = "messaging.read"
EMAIL_SENT = "messaging.email_sent"
SMS_SENT = "messaging.sms_sent"
VNEID_SENT = "messaging.vneid_sent"
TAKE_RECEIPTS = "messaging.take_receipts"
REFUSE_RECEIPTS = "messaging.refuse_receipts"
SET_WISHES = "messaging.set_wishes"
SWITCH_PROVIDER = "messaging.switch_provider"
RETRY_DELIVERY = "messaging.retry_delivery"
ASK_PHONE = "messaging.ask_phone"
CONFIRM_PHONE = "messaging.confirm_phone"
FORGET_PHONE = "messaging.forget_phone"
ASK_EMAIL = "messaging.ask_email"
CONFIRM_EMAIL = "messaging.confirm_email"
FORGET_EMAIL = "messaging.forget_email"

ACTIONS = {
    SEND: "Gửi thông báo",
    READ: "Đọc thông báo",
    EMAIL_SENT: "Báo qua thư điện tử",
    SMS_SENT: "Báo qua tin nhắn SMS",
    VNEID_SENT: "Báo qua VNeID",
    TAKE_RECEIPTS: "Nhận biên nhận tin đã gửi",
    REFUSE_RECEIPTS: "Từ chối biên nhận không đúng chữ ký",
    SET_WISHES: "Chọn cách nhận tin",
    SWITCH_PROVIDER: "Bật, tắt nhà cung cấp gửi tin",
    RETRY_DELIVERY: "Gửi lại tin không gửi được",
    ASK_PHONE: "Đề nghị nhận tin nhắn SMS",
    CONFIRM_PHONE: "Xác nhận số điện thoại",
    FORGET_PHONE: "Thôi nhận tin nhắn SMS",
    ASK_EMAIL: "Đề nghị nhận thư điện tử",
    CONFIRM_EMAIL: "Xác nhận địa chỉ thư điện tử",
    FORGET_EMAIL: "Thôi nhận thư điện tử",
}

SENT = {Channel.EMAIL: EMAIL_SENT, Channel.SMS: SMS_SENT, Channel.VNEID: VNEID_SENT}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field("messaging.email_address", "địa chỉ thư điện tử")
    register_field("messaging.phone_number", "số điện thoại")
