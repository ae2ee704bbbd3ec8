"""Acts of the pilot as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Cấp phiếu lý lịch tư pháp"
LAW = "Luật Lý lịch tư pháp 28/2009/QH12 Điều 44 đến 49"

OPEN_REQUEST = "p16.open_request"
ORDER_AGAIN = "p16.order_again"
SENT = "p16.send_order"
ANSWER = "p16.take_answer"
REFUSE_ANSWER = "p16.refuse_answer"
JUDGE = "p16.judge_match"
VERIFY = "p16.begin_verification"
FIND = "p16.write_finding"
READ = "p16_looks.read"

RECORD = "p16.record"
FINDING = "p16.finding"
IDENTITY = "p16.identity"

ACTIONS = {
    OPEN_REQUEST: "Mở yêu cầu cấp phiếu, gửi lệnh tra cứu lý lịch tư pháp",
    ORDER_AGAIN: "Gửi lại lệnh tra cứu lý lịch tư pháp",
    SENT: "Cơ sở dữ liệu lý lịch tư pháp đã nhận lệnh tra cứu",
    ANSWER: "Nhận câu trả lời của cơ sở dữ liệu lý lịch tư pháp",
    REFUSE_ANSWER: "Từ chối câu trả lời không đúng người, đúng lệnh",
    JUDGE: "Kết luận mục lý lịch tư pháp có phải của người yêu cầu không",
    VERIFY: "Chuyển sang xác minh án tích",
    FIND: "Ghi kết luận về án tích",
    READ: "Xem kết quả tra cứu lý lịch tư pháp",
}
FIELDS = {
    RECORD: "thông tin án tích, cấm đảm nhiệm chức vụ",
    FINDING: "kết luận ghi trên phiếu lý lịch tư pháp",
    IDENTITY: "số định danh, họ tên, ngày sinh, cha mẹ, nơi cư trú",
}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
