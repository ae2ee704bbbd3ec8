"""What the database refused, said to people."""

from django.db import IntegrityError

from dean06.kernel.base.errors import Conflict

MESSAGES = {
    "payments_no_overdraft": "Số dư không đủ. Kiểm tra số tiền, hoặc nộp thêm rồi làm lại.",
    "payments_no_overfill": "Số tiền vượt quá số phải thu. Kiểm tra lại số tiền.",
    "payments_hold_ends_once": "Khoản giữ tiền này đã được thu hoặc trả lại trước đó. Tải lại trang để xem.",
    "payments_not_this_hold": "Không có khoản giữ tiền này.",
    "payments_more_than_held": "Số tiền thu lớn hơn số đã giữ. Kiểm tra lại số tiền.",
    "payments_hold_over": "Khoản giữ tiền đã hết hạn nên không thu được nữa. Hãy thanh toán lại.",
    "payments_hold_not_due": "Khoản giữ tiền chưa hết hạn.",
}


def refusal(error: IntegrityError) -> Conflict | None:
    """The Conflict for a constraint of the ledger, its name as the code; None for any other error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    return Conflict(MESSAGES[name], code=name) if name in MESSAGES else None
