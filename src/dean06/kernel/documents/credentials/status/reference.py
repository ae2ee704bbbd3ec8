"""Where a credential says its status is written, in JSON and in CBOR alike."""

from collections.abc import Mapping
from typing import Any

from dean06.kernel.documents.credentials.encoding import refuse
from dean06.kernel.documents.credentials.types import Reason, StatusReference


def reference_of(claims: Mapping[str, Any]) -> StatusReference | None:
    """The reference, None without one; refused when its form is not the one we know, since it may say "revoked"."""
    status = claims.get("status")
    if status is None and "status" not in claims:
        return None
    listed = status.get("status_list") if isinstance(status, Mapping) else None
    if not isinstance(listed, Mapping):
        raise refuse("a status of another kind", Reason.STATUS_UNKNOWN)
    uri, index = listed.get("uri"), listed.get("idx")
    if not isinstance(uri, str) or not uri or not isinstance(index, int) or isinstance(index, bool) or index < 0:
        raise refuse("a status without its place", Reason.STATUS_UNKNOWN)
    return StatusReference(uri=uri, index=index)
