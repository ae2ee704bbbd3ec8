"""Acts of documents as the audit log names them."""

from dean06.kernel.audit.api import register_action

MAKE_KEY = "documents.make_key"
INSTALL_CERTIFICATE = "documents.install_certificate"
RETIRE_KEY = "documents.retire_key"
PROPOSE_ANCHOR = "documents.propose_anchor"
APPROVE_ANCHOR = "documents.approve_anchor"
WITHDRAW_ANCHOR = "documents.withdraw_anchor"
SIGN_FILE = "documents.sign_file"
MAKE_LASTING = "documents.make_lasting"
RENEW_FILE = "documents.renew_file"

ACTIONS = {
    MAKE_KEY: "Tạo khoá ký của đơn vị",
    INSTALL_CERTIFICATE: "Đưa chứng thư số vào dùng",
    RETIRE_KEY: "Ngừng dùng khoá ký",
    PROPOSE_ANCHOR: "Đề nghị tin một chứng thư gốc",
    APPROVE_ANCHOR: "Đồng ý tin một chứng thư gốc",
    WITHDRAW_ANCHOR: "Thôi tin một chứng thư gốc",
    SIGN_FILE: "Ký giấy tờ bằng khoá của đơn vị",
    MAKE_LASTING: "Thêm dấu thời gian và bằng chứng vào giấy tờ đã ký",
    RENEW_FILE: "Đóng lại dấu thời gian cho giấy tờ đã ký",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
