"""A file that came by public post: what must be said of it, and where that is kept."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.text import nfc
from dean06.kernel.cases.models import Filing, PostalFiling
from dean06.kernel.cases.models.arriving import LONGEST_ADDRESS, LONGEST_PARCEL, LONGEST_PHONE, LONGEST_SENDER
from dean06.kernel.cases.procedures.types import Channel
from dean06.kernel.cases.types import PostArrival

# Later than this nobody remembers the day; the register of the post office has to be asked.
OLDEST = timedelta(days=30)
LONGEST = {
    "sender_name": LONGEST_SENDER,
    "sender_address": LONGEST_ADDRESS,
    "sender_phone": LONGEST_PHONE,
    "parcel_number": LONGEST_PARCEL,
    "return_address": LONGEST_ADDRESS,
}
MUST_SAY = {"sender_name": "Hãy ghi tên người gửi.", "sender_address": "Hãy ghi địa chỉ người gửi."}


def checked_arrival(channel: Channel, post: PostArrival | None) -> PostArrival | None:
    """What was said, without stray space. Invalid (with its field) for what is missing, too long, or of a wrong hour;
    Invalid also when it came by post and nothing was said, or the other way round."""
    if (channel is Channel.POST) != (post is not None):
        raise Invalid("Hồ sơ bưu chính phải ghi lúc nhận và người gửi; hồ sơ khác thì không.", code="post_details")
    if post is None:
        return None
    texts: dict[str, Any] = {name: nfc(getattr(post, name).strip()) for name in LONGEST}
    said = replace(post, **texts)
    for name, longest in LONGEST.items():
        if len(getattr(said, name)) > longest:
            raise Invalid(f"Viết không quá {longest} ký tự.", code="too_long", field=name)
        if name in MUST_SAY and not getattr(said, name):
            raise Invalid(MUST_SAY[name], code="missing", field=name)
    now = clock.now()
    if said.arrived_at > now:
        raise Invalid("Lúc nhận bưu gửi không thể ở sau bây giờ.", code="arrived_later", field="arrived_at")
    if said.arrived_at < now - OLDEST:
        raise Invalid(f"Lúc nhận bưu gửi quá {OLDEST.days} ngày trước.", code="arrived_long_ago", field="arrived_at")
    return said


def keep_arrival(filing: Filing, post: PostArrival | None) -> None:
    """Write it down with the filing."""
    if post is not None:
        PostalFiling.objects.create(filing=filing, **asdict(post))
