"""Acts of payments as the audit log names them."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Thu phí, lệ phí"
LAW = "Luật Phí và lệ phí 97/2015/QH13; Luật Kế toán 88/2015/QH13"

OPEN_ACCOUNT = "payments.open_account"
POST = "payments.post"
OPEN_ORDER = "payments.open_order"
CANCEL_ORDER = "payments.cancel_order"
EXPIRE_ORDER = "payments.expire_order"
CREDIT = "payments.credit"
ASSIGN_CREDIT = "payments.assign_credit"
RETURN_CREDIT = "payments.return_credit"
PAY_AT_COUNTER = "payments.pay_at_counter"
REFUND_ORDER = "payments.refund_order"
REFUND_ACCEPTED = "payments.refund_accepted"
REFUND_DONE = "payments.refund_done"
REFUND_FAILED = "payments.refund_failed"
RETRY_REFUND = "payments.retry_refund"
REFUSE_NOTICE = "payments.refuse_notice"
IMPORT_STATEMENT = "payments.import_statement"
RESOLVE_LINE = "payments.resolve_line"
# Looks are named apart from acts: taking a person's money is no look that has to be told at once.
READ = "payment_looks.read"
FIND = "payment_looks.find"

ORDER = "payments.order"
NAME = "payments.payer_name"

ACTIONS = {
    OPEN_ACCOUNT: "Mở tài khoản sổ cái",
    POST: "Ghi bút toán",
    OPEN_ORDER: "Lập khoản thanh toán",
    CANCEL_ORDER: "Huỷ khoản thanh toán",
    EXPIRE_ORDER: "Hết hạn khoản thanh toán",
    CREDIT: "Ghi nhận tiền vào",
    ASSIGN_CREDIT: "Gán khoản tiền vào khoản thanh toán",
    RETURN_CREDIT: "Trả lại khoản tiền chưa rõ",
    PAY_AT_COUNTER: "Thu tiền tại quầy",
    REFUND_ORDER: "Quyết định hoàn tiền",
    REFUND_ACCEPTED: "Ngân hàng nhận lệnh hoàn tiền",
    REFUND_DONE: "Ngân hàng đã hoàn tiền",
    REFUND_FAILED: "Ngân hàng không hoàn tiền",
    RETRY_REFUND: "Gửi lại lệnh hoàn tiền",
    REFUSE_NOTICE: "Từ chối thông báo của ngân hàng",
    IMPORT_STATEMENT: "Đối chiếu sao kê ngân hàng",
    RESOLVE_LINE: "Xử lý chênh lệch với ngân hàng",
    READ: "Xem khoản thanh toán",
    FIND: "Tìm khoản thanh toán",
}
FIELDS = {ORDER: "khoản thanh toán", NAME: "họ tên người nộp tiền"}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
