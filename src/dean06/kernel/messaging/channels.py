"""The channels this installation has besides the inbox."""

from django.conf import settings

from dean06.kernel.messaging import email, phone
from dean06.kernel.messaging.types import Channel


def offered() -> list[Channel]:
    """Channels with somebody behind them; the others are as if they were not."""
    inbox = bool(settings.VNEID_INBOX)
    has = {Channel.EMAIL: email.is_offered(), Channel.SMS: phone.is_offered(), Channel.VNEID: inbox}
    return [channel for channel in Channel if has[channel]]
