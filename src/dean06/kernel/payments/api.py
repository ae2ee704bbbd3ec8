"""Payments, for the rest of the house."""

from dean06.kernel.payments.receipt_forms import form_named as receipt_form
from dean06.kernel.payments.selectors.desk import days_due, differences, open_refunds, reconciled_days, suspense
from dean06.kernel.payments.selectors.ledger import balance, check_books
from dean06.kernel.payments.selectors.orders import count_own, order_for, own_order, own_orders, paid_among
from dean06.kernel.payments.services.counter import pay_at_counter
from dean06.kernel.payments.services.incoming import assign_credit, book_credit, return_credit
from dean06.kernel.payments.services.ledger import open_account, post
from dean06.kernel.payments.services.looking import find_order, read_order
from dean06.kernel.payments.services.notices import receive_notice
from dean06.kernel.payments.services.orders import call_off, cancel_order, open_order
from dean06.kernel.payments.services.refunds import note_done as note_refund_done
from dean06.kernel.payments.services.refunds import refund_order, retry_refund
from dean06.kernel.payments.services.statements import (
    fetch_statement,
    import_statement,
    resolve_line,
    upload_statement,
)
from dean06.kernel.payments.types import direct, hold, release, settle
from dean06.kernel.payments.vietqr import decode as decode_vietqr
from dean06.kernel.payments.vietqr import encode as encode_vietqr

__all__ = [
    "assign_credit",
    "balance",
    "book_credit",
    "call_off",
    "cancel_order",
    "check_books",
    "count_own",
    "days_due",
    "decode_vietqr",
    "differences",
    "direct",
    "encode_vietqr",
    "fetch_statement",
    "find_order",
    "hold",
    "import_statement",
    "note_refund_done",
    "open_account",
    "open_order",
    "open_refunds",
    "order_for",
    "own_order",
    "own_orders",
    "paid_among",
    "pay_at_counter",
    "post",
    "read_order",
    "receipt_form",
    "receive_notice",
    "reconciled_days",
    "refund_order",
    "release",
    "resolve_line",
    "retry_refund",
    "return_credit",
    "settle",
    "suspense",
    "upload_statement",
]
