"""Acts of payments as the audit log names them."""

from dean06.kernel.audit.api import register_action

OPEN_ACCOUNT = "payments.open_account"
POST = "payments.post"

ACTIONS = {
    OPEN_ACCOUNT: "Mở tài khoản sổ cái",
    POST: "Ghi bút toán",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
