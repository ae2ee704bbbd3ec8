"""Tables of payments: the ledger, orders, what the bank says, receipts."""

from dean06.kernel.payments.models.credits import Credit, Refund
from dean06.kernel.payments.models.ledger import Account, Posting, Transfer
from dean06.kernel.payments.models.orders import Order, OrderEvent
from dean06.kernel.payments.models.receipts import Receipt, ReceiptCounter
from dean06.kernel.payments.models.statements import BankNotice, Statement, StatementLine

__all__ = [
    "Account",
    "BankNotice",
    "Credit",
    "Order",
    "OrderEvent",
    "Posting",
    "Receipt",
    "ReceiptCounter",
    "Refund",
    "Statement",
    "StatementLine",
    "Transfer",
]
