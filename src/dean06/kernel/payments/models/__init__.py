"""Tables of payments: the ledger, orders, what the bank says, receipts."""

from dean06.kernel.payments.models.credits import Credit, Refund
from dean06.kernel.payments.models.ledger import Account, Posting, Transfer
from dean06.kernel.payments.models.orders import Order, OrderEvent
from dean06.kernel.payments.models.receipts import Receipt, ReceiptCounter

__all__ = ["Account", "Credit", "Order", "OrderEvent", "Posting", "Receipt", "ReceiptCounter", "Refund", "Transfer"]
