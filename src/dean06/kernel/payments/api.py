"""Payments, for the rest of the house."""

from dean06.kernel.payments.selectors import balance, check_books
from dean06.kernel.payments.services import open_account, post
from dean06.kernel.payments.types import direct, hold, release, settle
from dean06.kernel.payments.vietqr import decode as decode_vietqr
from dean06.kernel.payments.vietqr import encode as encode_vietqr

__all__ = [
    "balance",
    "check_books",
    "decode_vietqr",
    "direct",
    "encode_vietqr",
    "hold",
    "open_account",
    "post",
    "release",
    "settle",
]
