"""Acts of cases as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Giải quyết hồ sơ thủ tục hành chính"
LAW = "Nghị định 118/2025/NĐ-CP"

SAVE_DRAFT = "cases.save_draft"
OPEN_DRAFT = "cases.open_draft"
DISCARD_DRAFT = "cases.discard_draft"
ATTACH_PAPER = "cases.attach_paper"
DETACH_PAPER = "cases.detach_paper"
CITE_DOCUMENT = "cases.cite_document"
FILE = "cases.file"
FILE_CHILD = "cases.file_child"
ANSWER = "cases.answer_supplement"
WITHDRAW = "cases.withdraw"
DENY = "cases.deny"
SAVE_VIEW = "cases.save_view"
DROP_VIEW = "cases.drop_view"
PREFILL = "cases.prefill"
NOTE_ARRIVAL = "cases.note_arrival"
HOLD_ARRIVAL = "cases.hold_arrival"
REFUSE_ARRIVAL = "cases.refuse_arrival"
RETRY_ARRIVAL = "cases.retry_arrival"
RECEIVE_MANY = "cases.receive_many"
SUBSTITUTE = "cases.substitute"
END_SUBSTITUTE = "cases.end_substitution"
# Looks are named apart from acts: what is done for a person in her own case is no look that has to be told at once.
READ = "case_looks.read"
SEARCH = "case_looks.search"
NAMES = "case_looks.names"
OPEN_PAPER = "case_looks.open_paper"
WALLET = "case_looks.wallet"
EXPORT = "case_looks.export"
SLIP = "case_looks.slip"
REGISTER = "case_looks.register"
LOOKUP = "case_looks.lookup"
LOOKUP_PURPOSE = "Tra cứu tình trạng hồ sơ bằng mã và bốn số cuối của số định danh"

FORM = "cases.form"
PAPERS = "cases.papers"
COURSE = "cases.course"
NAME = "cases.applicant_name"

ACTIONS = {
    SAVE_DRAFT: "Lưu tờ khai đang điền",
    OPEN_DRAFT: "Mở tờ khai đang điền",
    DISCARD_DRAFT: "Xoá tờ khai đang điền",
    ATTACH_PAPER: "Gửi tệp kèm tờ khai đang điền",
    CITE_DOCUMENT: "Dùng giấy tờ trong ví cho tờ khai đang điền",
    DETACH_PAPER: "Bỏ tệp khỏi tờ khai đang điền",
    PREFILL: "Điền sẵn tờ khai",
    FILE: "Nộp hồ sơ",
    FILE_CHILD: "Nộp lại thủ tục liên thông",
    ANSWER: "Bổ sung hồ sơ",
    NOTE_ARRIVAL: "Nhận hồ sơ từ Cổng Dịch vụ công quốc gia",
    HOLD_ARRIVAL: "Giữ lại hồ sơ từ Cổng Dịch vụ công quốc gia",
    REFUSE_ARRIVAL: "Từ chối hồ sơ từ Cổng Dịch vụ công quốc gia",
    RETRY_ARRIVAL: "Xử lý lại hồ sơ từ Cổng Dịch vụ công quốc gia",
    WITHDRAW: "Xin rút hồ sơ",
    DENY: "Bị từ chối một việc với hồ sơ",
    SAVE_VIEW: "Lưu cách xem hàng hồ sơ",
    SUBSTITUTE: "Cử người thay khi vắng",
    END_SUBSTITUTE: "Thôi cử người thay",
    DROP_VIEW: "Bỏ cách xem hàng hồ sơ đã lưu",
    READ: "Xem hồ sơ",
    SEARCH: "Tìm hồ sơ",
    NAMES: "Xem tên người nộp trong danh sách hồ sơ",
    WALLET: "Xem giấy tờ trong ví dùng được cho hồ sơ",
    OPEN_PAPER: "Mở giấy tờ trong hồ sơ",
    EXPORT: "Tải danh sách hồ sơ chờ xử lý",
    SLIP: "In giấy tờ của bộ phận một cửa",
    REGISTER: "In sổ theo dõi hồ sơ",
    LOOKUP: "Tra cứu tình trạng hồ sơ bằng mã",
    "cases.receive": "Tiếp nhận hồ sơ",
    RECEIVE_MANY: "Tiếp nhận nhiều hồ sơ",
    "cases.refuse": "Từ chối tiếp nhận hồ sơ",
    "cases.assign": "Giao việc giải quyết hồ sơ",
    "cases.return": "Trả hồ sơ về bước trước",
    "cases.ask_supplement": "Yêu cầu bổ sung hồ sơ",
    "cases.ask_payment": "Yêu cầu nộp phí, lệ phí",
    "cases.confirm_payment": "Xác nhận đã nộp phí, lệ phí",
    "cases.stop": "Dừng giải quyết hồ sơ",
    "cases.extend": "Xin lỗi và hẹn lại ngày trả kết quả",
    "cases.decide": "Ký kết quả giải quyết hồ sơ",
    "cases.hand_over": "Trả kết quả hồ sơ",
}
FIELDS = {
    FORM: "nội dung tờ khai",
    PAPERS: "giấy tờ trong hồ sơ",
    COURSE: "quá trình giải quyết hồ sơ",
    NAME: "họ tên người nộp hồ sơ",
}


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
