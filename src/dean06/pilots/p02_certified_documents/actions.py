"""Acts of pilot 2 as the audit log names them."""

from dean06.kernel.audit.api import register_action, register_field

BOOK = "p02.book"
CANCEL = "p02.cancel_booking"
RECEIVE = "p02.receive"
ADD_SCAN = "p02.add_scan"
CHANGE_PAGE = "p02.change_page"
CERTIFY = "p02.certify"
REFUSE = "p02.refuse"
ISSUE = "p02.release"
WITHDRAW = "p02.withdraw"
ASK_FEE = "p02.ask_fee_again"
READ = "p02.read"
READ_REGISTER = "p02.read_register"

PURPOSE = "Chứng thực bản sao điện tử từ bản chính"
LAW = "Nghị định 45/2020/NĐ-CP; Nghị định 23/2015/NĐ-CP"
PAPER = "p02.original"

ACTIONS = {
    BOOK: "Đặt lịch chứng thực",
    CANCEL: "Huỷ lịch chứng thực",
    RECEIVE: "Nhận bản chính để chứng thực",
    ADD_SCAN: "Quét bản chính",
    CHANGE_PAGE: "Sửa trang quét",
    CERTIFY: "Chứng thực bản sao điện tử",
    REFUSE: "Từ chối chứng thực",
    ISSUE: "Đưa bản chứng thực vào ví khi đã nộp phí",
    WITHDRAW: "Thu hồi bản chứng thực",
    ASK_FEE: "Lập lại khoản phí chứng thực",
    READ: "Mở hồ sơ chứng thực",
    READ_REGISTER: "Xem sổ chứng thực",
}


def register() -> None:
    """Tell the audit log how to name our acts."""
    for action, label in ACTIONS.items():
        register_action(action, label)
    register_field(PAPER, "Bản chính và bản quét")
