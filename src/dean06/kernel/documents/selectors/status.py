"""Status lists as they are now: signed for whoever asks, bare for our own inspecting."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from dean06.kernel.base import clock
from dean06.kernel.base.errors import NotFound, Unavailable
from dean06.kernel.documents.credentials.status.bits import Status
from dean06.kernel.documents.credentials.status.bits import StatusList as Bits
from dean06.kernel.documents.credentials.status.tokens import issue_list
from dean06.kernel.documents.credentials.unit_keys import UnitKey
from dean06.kernel.documents.issuing.addresses import STATUS_PATH, status_address
from dean06.kernel.documents.keys.signer import Algorithm
from dean06.kernel.documents.models import Document, StatusList
from dean06.kernel.documents.selectors.keys import signer_of

# How long somebody may go on believing a list: so long a withdrawal may take to be seen everywhere.
TTL = timedelta(minutes=15)
# Whoever was without network goes on with a list he got until then.
GOOD_FOR = timedelta(days=1)


def status_list(list_id: UUID) -> str:
    """The list signed now by its unit. NotFound; Unavailable while the unit has no key in use."""
    row = StatusList.objects.filter(pk=list_id).first()
    if row is None:
        raise NotFound("Không có danh sách trạng thái này.", code="status_list_not_found")
    signer = signer_of(row.unit_code, Algorithm.P256)
    if signer is None:
        raise Unavailable("Đơn vị chưa có khoá ký đang dùng để ký danh sách trạng thái.", code="no_signing_key")
    now = clock.now()
    return issue_list(
        _bits(row), uri=status_address(row.pk), key=UnitKey(signer), issued_at=now, expires_at=now + GOOD_FOR, ttl=TTL
    )


def list_id_in(address: str) -> UUID | None:
    """The list an address of ours leads to; None for anybody else's."""
    before, _, after = STATUS_PATH.partition("{}")
    start = settings.PUBLIC_URL + before
    if not address.startswith(start) or urlsplit(address).query:
        return None
    try:
        return UUID(address[len(start) :].removesuffix(after))
    except ValueError:
        return None


def _bits(row: StatusList) -> Bits:
    bits = Bits.empty(row.size)
    for place in Document.objects.filter(status_list=row, withdrawn_at__isnull=False).values_list("place", flat=True):
        bits[place] = Status.INVALID
    return bits
