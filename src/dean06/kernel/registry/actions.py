"""Acts of the registry as the audit log names them."""

from dean06.kernel.audit.api import register_action, register_field
from dean06.kernel.ports.population import Field

VERIFY = "registry.verify"
LOOKUP = "registry.lookup"
HOUSEHOLD = "registry.household"
OPEN_BATCH = "registry.open_batch"
BATCH = "registry.batch"
READ_BATCH = "registry.read_batch"
CANCEL_BATCH = "registry.cancel_batch"
CHANGES = "registry.changes"
REFUSE = "registry.refuse"
FAIL = "registry.fail"
LOAD_PURPOSES = "registry.load_purposes"
REVISE_PURPOSE = "registry.revise_purpose"

ACTIONS = {
    VERIFY: "Đối chiếu với cơ sở dữ liệu dân cư",
    LOOKUP: "Tra cứu cơ sở dữ liệu dân cư",
    HOUSEHOLD: "Tra cứu hộ gia đình trong cơ sở dữ liệu dân cư",
    OPEN_BATCH: "Gửi danh sách đối chiếu với cơ sở dữ liệu dân cư",
    BATCH: "Đối chiếu cả danh sách với cơ sở dữ liệu dân cư",
    READ_BATCH: "Xem kết quả đối chiếu danh sách",
    CANCEL_BATCH: "Dừng đối chiếu một danh sách",
    CHANGES: "Nhận thay đổi từ cơ sở dữ liệu dân cư",
    REFUSE: "Tra cứu dân cư bị từ chối",
    FAIL: "Tra cứu dân cư không thành",
    LOAD_PURPOSES: "Nạp bảng mục đích tra cứu dân cư",
    REVISE_PURPOSE: "Sửa mục đích tra cứu dân cư",
}
LABELS = {
    Field.OLD_NUMBER: "số chứng minh nhân dân cũ",
    Field.FULL_NAME: "họ tên",
    Field.BIRTH: "ngày sinh",
    Field.SEX: "giới tính",
    Field.ETHNIC_GROUP: "dân tộc",
    Field.RELIGION: "tôn giáo",
    Field.NATIONALITY: "quốc tịch",
    Field.MARITAL_STATUS: "tình trạng hôn nhân",
    Field.BLOOD_GROUP: "nhóm máu",
    Field.BIRTH_REGISTERED_AT: "nơi đăng ký khai sinh",
    Field.ORIGIN: "quê quán",
    Field.PERMANENT_ADDRESS: "nơi thường trú",
    Field.PERMANENT_ADDRESS_BEFORE_2025: "nơi thường trú trước 01/7/2025",
    Field.CURRENT_ADDRESS: "nơi ở hiện tại",
    Field.FATHER: "cha",
    Field.MOTHER: "mẹ",
    Field.SPOUSE: "vợ, chồng",
    Field.GUARDIAN: "người đại diện",
    Field.HOUSEHOLD_HEAD: "chủ hộ",
    Field.HOUSEHOLD_BOOK: "số sổ hộ khẩu",
    Field.CARD: "thẻ căn cước",
    Field.LIFE_STATUS: "còn sống hay đã mất",
    Field.UPDATED_ON: "ngày cập nhật",
}
# What a claim says, in the words of ``Claim``; the register's values are not seen.
CLAIM_LABELS = {
    "full_name": "họ tên",
    "birth": "ngày sinh",
    "sex": "giới tính",
    "old_number": "số chứng minh nhân dân cũ",
    "commune": "xã nơi thường trú",
}


def field_code(field: Field) -> str:
    """A register's fact as the audit log files it."""
    return f"registry.{field.value}"


def claim_code(name: str) -> str:
    """A compared fact as the audit log files it."""
    return f"registry.compared.{name}"


def register() -> None:
    """Tell the audit log how to name our acts and data."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in LABELS.items():
        register_field(field_code(field), label)
    for name, label in CLAIM_LABELS.items():
        register_field(claim_code(name), f"{label} (chỉ đối chiếu đúng, sai)")
