"""How states of payments look: the tag's colour for each word, and the QR code as a picture."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe

from dean06.kernel.payments.references import spoken
from dean06.kernel.payments.types import LineKind, OrderView, RefundState, State
from dean06.ui.parts import Event

TAGS = {
    State.OPEN: "waiting",
    State.PAID: "done",
    State.EXPIRED: "closed",
    State.CANCELLED: "closed",
    State.REFUNDING: "in_progress",
    State.REFUNDED: "closed",
}
REFUND_TAGS = {
    RefundState.WAITING: "waiting",
    RefundState.ACCEPTED: "running",
    RefundState.DONE: "done",
    RefundState.FAILED: "failed",
}
LINE_TAGS = {
    LineKind.MATCHED: "match",
    LineKind.MISSING_HERE: "partial",
    LineKind.MISSING_THERE: "no_match",
    LineKind.AMOUNT_DIFFERS: "differs",
}
# Four modules of quiet around the code, as the standard wants (ISO/IEC 18004); a third of it may be damaged at level M.
SCALE, QUIET, LEVEL = 6, 4, "m"


def picture(payload: str) -> SafeString:
    """The code as an inline SVG on white, readable in the dark scheme too."""
    out = io.BytesIO()
    code = segno.make(payload, error=LEVEL, micro=False)
    code.save(
        out, kind="svg", scale=SCALE, border=QUIET, light="#fff", xmldecl=False, svgns=True, nl=False, omitsize=False,
        title="Mã VietQR", svgclass="qr", lineclass=None,
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from a payload we made


def facts(order: OrderView) -> dict[str, object]:
    """What the page of an order shows besides the order."""
    return {
        "order": order,
        "tag": TAGS[order.state],
        "spoken": spoken(order.code),
        "picture": picture(order.qr) if order.qr else "",
        "is_open": order.state is State.OPEN,
        "refunds": [(one, REFUND_TAGS[one.state]) for one in order.refunds],
        "steps": [
            Event(at=step.at, title=step.words, text=f"{step.amount:,} đ".replace(",", ".") if step.amount else "")
            for step in reversed(order.steps)
        ],
    }
