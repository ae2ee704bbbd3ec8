"""Acts of machines on the health book as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

TAKE_PURPOSE = "Đưa dữ liệu sức khỏe của cơ sở y tế vào sổ sức khỏe điện tử"
READ_PURPOSE = "Chăm sóc sức khỏe, theo chia sẻ của người có sổ"
LAW = "Luật Khám bệnh, chữa bệnh 15/2023/QH15; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"

RECEIVE = "p17.receive_bundle"
REFUSE = "p17.refuse_bundle"
CHECKED = "p17.check_bundle"
REGISTER = "p17.register_facility"
SEARCH = "p17_looks.search"
SUMMARY = "p17_looks.summary"

HEALTH = "p17.health"
MATCHED = "p17.matched_identity"

ACTIONS = {
    RECEIVE: "Cơ sở y tế gửi dữ liệu vào sổ sức khỏe",
    REFUSE: "Từ chối gói dữ liệu sức khỏe không đúng người, đúng chuẩn",
    CHECKED: "Kiểm tra đầy đủ gói dữ liệu sức khỏe theo chuẩn FHIR",
    REGISTER: "Đăng ký cơ sở y tế và khoá của hệ thống cơ sở",
    SEARCH: "Hệ thống của cơ sở y tế tra cứu sổ sức khỏe",
    SUMMARY: "Hệ thống của cơ sở y tế lấy bản tóm tắt sức khỏe",
}
FIELDS = {
    HEALTH: "dị ứng, thuốc, bệnh, tiêm chủng, thủ thuật, kết quả, lần khám, thiết bị cấy ghép",
    MATCHED: "số định danh, họ tên, ngày sinh để đối chiếu",
}


def register() -> None:
    """Tell the audit log how to name these acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
