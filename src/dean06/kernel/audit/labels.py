"""Vietnamese words for actions and data fields, registered by whoever acts; codes are hashed, words are only shown."""

_ACTIONS: dict[str, str] = {}
_FIELDS: dict[str, str] = {}


def register_action(action: str, label_vi: str) -> None:
    """Say what an action is called on the citizen's page, e.g. ("programme.confirm", "Xác nhận tiến độ")."""
    _register(_ACTIONS, action, label_vi)


def register_field(field: str, label_vi: str) -> None:
    """Say what a data field is called on the citizen's page, e.g. ("birth_on", "ngày sinh")."""
    _register(_FIELDS, field, label_vi)


def action_label(action: str) -> str:
    """Words for an action; an unregistered one shows its code, and ``tests/house`` may refuse that."""
    return _ACTIONS.get(action, f"Thao tác “{action}”")


def field_label(field: str) -> str:
    """Words for a field; the code itself when none were registered."""
    return _FIELDS.get(field, field)


def registered_actions() -> dict[str, str]:
    """Every action with its words."""
    return dict(_ACTIONS)


def _register(registry: dict[str, str], code: str, label: str) -> None:
    if registry.setdefault(code, label) != label:
        raise ValueError(f"{code} is already called {registry[code]!r}")


register_action("audit.export_bundle", "Xuất nhật ký truy cập kèm bằng chứng")
register_action("audit.begin_index", "Bắt đầu sổ mục theo người của nhật ký")
register_action("audit.raise_alarm", "Báo động: bên làm chứng thấy nhật ký khác")
register_action("audit.settle_alarm", "Đóng báo động của nhật ký")
register_field("audit.entries", "nhật ký truy cập dữ liệu")
