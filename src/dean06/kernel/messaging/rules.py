"""Where a delivery may go from where it stands: forward, never back."""

from dean06.kernel.messaging.types import DeliveryState

_NEXT = {
    DeliveryState.QUEUED: {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED},
    DeliveryState.SENT: {DeliveryState.DELIVERED, DeliveryState.FAILED},
    DeliveryState.DELIVERED: set(),
    DeliveryState.FAILED: set(),
}


def moves(before: DeliveryState, after: DeliveryState) -> bool:
    """True when news of ``after`` changes a delivery that stands at ``before``.

    What was delivered stays delivered, whatever is said later; what has failed went another way already.
    """
    return after in _NEXT[before]
