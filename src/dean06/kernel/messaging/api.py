"""Messaging, for the rest of the house."""

from dean06.kernel.messaging.email import ask_email, confirm_email, forget_email
from dean06.kernel.messaging.email import state as email_state
from dean06.kernel.messaging.operating import delivery_figures, lost_in_a_day, reached, retry_delivery
from dean06.kernel.messaging.phone import ask_phone, confirm_phone, forget_phone
from dean06.kernel.messaging.phone import state as phone_state
from dean06.kernel.messaging.providers import switch_provider
from dean06.kernel.messaging.receipts import take_receipts
from dean06.kernel.messaging.selectors import count, inbox, letter, unread_count
from dean06.kernel.messaging.services import mark_read, send
from dean06.kernel.messaging.wishes import set_wishes, wishes
from dean06.kernel.messaging.wording.catalogue import catalogue, register_directory

__all__ = [
    "ask_email",
    "ask_phone",
    "catalogue",
    "confirm_email",
    "confirm_phone",
    "count",
    "delivery_figures",
    "email_state",
    "forget_email",
    "forget_phone",
    "inbox",
    "letter",
    "lost_in_a_day",
    "mark_read",
    "phone_state",
    "reached",
    "register_directory",
    "retry_delivery",
    "send",
    "set_wishes",
    "switch_provider",
    "take_receipts",
    "unread_count",
    "wishes",
]
