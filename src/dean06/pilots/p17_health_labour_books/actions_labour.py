"""Acts of the labour book as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Sổ lao động của người lao động"
PROVING = "Xác nhận quá trình làm việc theo yêu cầu của người lao động"
LAW = "Bộ luật Lao động 45/2019/QH14; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (sự đồng ý)"

ASK = "p17_labour.ask_insurance"
TAKE = "p17_labour.take_record"
REFUSE_RECORD = "p17_labour.refuse_record"
DECLARE = "p17_labour.declare"
REMOVE = "p17_labour.remove"
ASK_PROOF = "p17_labour.ask_proof"
READ = "p17_labour_looks.read"
AGREE = "p17_labour.agree"
REFUSE = "p17_labour.refuse"
ISSUED = "p17_labour.issue"

WORK = "p17.labour_work"
PAY = "p17.labour_pay"
BENEFIT = "p17.labour_benefit"
NUMBER = "p17.labour_number"

ACTIONS = {
    ASK: "Yêu cầu bảo hiểm xã hội cập nhật sổ lao động",
    TAKE: "Nhận quá trình đóng bảo hiểm xã hội vào sổ lao động",
    REFUSE_RECORD: "Từ chối câu trả lời của bảo hiểm xã hội",
    DECLARE: "Tự khai vào sổ lao động",
    REMOVE: "Xoá mục tự khai trong sổ lao động",
    ASK_PROOF: "Yêu cầu xác nhận quá trình làm việc",
    READ: "Xem việc làm để xác nhận quá trình làm việc",
    AGREE: "Đồng ý xác nhận quá trình làm việc",
    REFUSE: "Từ chối xác nhận quá trình làm việc",
    ISSUED: "Ghi nhận giấy xác nhận quá trình làm việc đã cấp",
}
FIELDS = {
    WORK: "nơi làm, nghề, thời gian làm việc",
    PAY: "tiền lương đóng bảo hiểm xã hội",
    BENEFIT: "trợ cấp thất nghiệp",
    NUMBER: "số định danh",
}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
