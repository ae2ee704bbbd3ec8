"""Acts of the portal as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

OWN_DATA_PURPOSE = "Bà/ông tự xem dữ liệu về mình"
OWN_DATA_BASIS = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15: quyền xem dữ liệu của mình"

READ_OWN_DATA = "portal.read_own_data"
DOWNLOAD_OWN_LOG = "portal.download_own_log"
REFUSE_OWN_LOG = "portal.refuse_own_log"
RETRY_MESSAGE = "portal.retry_message"

REGISTER_FACTS = "portal.register_facts"

ACTIONS = {
    READ_OWN_DATA: "Xem dữ liệu của mình",
    DOWNLOAD_OWN_LOG: "Tải danh sách ai đã xem dữ liệu của mình",
    REFUSE_OWN_LOG: "Tải danh sách ai đã xem dữ liệu của mình quá nhiều lần, bị từ chối",
    RETRY_MESSAGE: "Gửi lại tin không gửi được",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field(REGISTER_FACTS, "họ tên, số định danh, ngày sinh, giới tính trong sổ của hệ thống")
