"""Messaging, for the rest of the house."""

from dean06.kernel.messaging.email import ask_email, confirm_email, forget_email
from dean06.kernel.messaging.email import state as email_state
from dean06.kernel.messaging.selectors import count, inbox, letter, unread_count
from dean06.kernel.messaging.services import mark_read, send

__all__ = [
    "ask_email",
    "confirm_email",
    "count",
    "email_state",
    "forget_email",
    "inbox",
    "letter",
    "mark_read",
    "send",
    "unread_count",
]
