"""Acts of the register as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

ACTIONS = {
    "parties.register_person": "Ghi người vào sổ",
    "parties.register_organisation": "Ghi tổ chức vào sổ",
    "parties.search_people": "Tra cứu người",
    "parties.appoint": "Phân công chức vụ",
    "parties.end_holding": "Kết thúc phân công chức vụ",
    "parties.load_reference_data": "Nạp danh mục đơn vị, địa bàn",
}
FIELDS = {
    "personal_id": "số định danh",
    "full_name": "họ tên",
    "birth_on": "ngày sinh",
    "sex": "giới tính",
    "post": "chức vụ",
}


def register() -> None:
    """Tell the audit log how to name our acts and the data they touch."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    for field, label in FIELDS.items():
        register_field(field, label)
