"""Acts of identity as the audit log names them, with the words a person reads in the log."""

from dean06.kernel.audit.api import register_action, register_field

PURPOSE = "Đăng nhập và dùng cổng dịch vụ"
LEGAL_BASIS = "Nghị định 69/2024/NĐ-CP về định danh và xác thực điện tử"
OVERSIGHT_PURPOSE = "Giám sát việc dùng tài khoản vận hành"
OVERSIGHT_BASIS = "Nghị định 85/2016/NĐ-CP về bảo đảm an toàn hệ thống thông tin theo cấp độ"

SIGN_IN = "identity.sign_in"
STEP_UP = "identity.step_up"
SIGN_IN_REFUSED = "identity.sign_in_refused"
SIGN_OUT = "identity.sign_out"
SESSION_EXPIRED = "identity.session_expired"
BACK_CHANNEL_LOGOUT = "identity.back_channel_logout"
BACK_CHANNEL_REFUSED = "identity.back_channel_refused"
CHOOSE_HAT = "identity.choose_hat"
HAT_REFUSED = "identity.hat_refused"
HAT_LOST = "identity.hat_lost"
BREAK_GLASS_CREATED = "identity.break_glass_created"
BREAK_GLASS_REVOKED = "identity.break_glass_revoked"
BREAK_GLASS_USED = "identity.break_glass_used"
BREAK_GLASS_REFUSED = "identity.break_glass_refused"
ENROL = "identity.enrol"
COUNTER_SIGN_IN = "identity.counter_sign_in"
COUNTER_REFUSED = "identity.counter_refused"
CARD_STEP_UP = "identity.card_step_up"
CARD_STEP_UP_REFUSED = "identity.card_step_up_refused"

PROFILE = "identity.profile"
CARD_PROFILE = "identity.card_profile"

ACTIONS = {
    SIGN_IN: "Đăng nhập",
    STEP_UP: "Đăng nhập lại để nâng mức xác thực",
    SIGN_IN_REFUSED: "Từ chối đăng nhập",
    SIGN_OUT: "Đăng xuất",
    SESSION_EXPIRED: "Phiên làm việc hết hạn",
    BACK_CHANNEL_LOGOUT: "VNeID báo đăng xuất",
    BACK_CHANNEL_REFUSED: "Từ chối thông báo đăng xuất",
    CHOOSE_HAT: "Chọn vai",
    HAT_REFUSED: "Từ chối vai không thuộc về mình",
    HAT_LOST: "Thôi vai vì chức vụ đã kết thúc",
    BREAK_GLASS_CREATED: "Lập tài khoản khẩn cấp",
    BREAK_GLASS_REVOKED: "Huỷ tài khoản khẩn cấp",
    BREAK_GLASS_USED: "Dùng tài khoản khẩn cấp",
    BREAK_GLASS_REFUSED: "Từ chối tài khoản khẩn cấp",
    ENROL: "Chuẩn bị tài khoản",
    COUNTER_SIGN_IN: "Đăng nhập tại quầy bằng thẻ căn cước",
    COUNTER_REFUSED: "Từ chối trao máy tại quầy",
    CARD_STEP_UP_REFUSED: "Từ chối nâng mức bằng thẻ căn cước",
    CARD_STEP_UP: "Nâng mức xác thực bằng thẻ căn cước",
}


def register() -> None:
    """Tell the audit log how to name our acts and the data VNeID hands over."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field(PROFILE, "họ tên, số định danh, ngày sinh, giới tính do VNeID gửi")
    register_field(CARD_PROFILE, "dữ liệu thẻ căn cước đã đọc tại quầy")
