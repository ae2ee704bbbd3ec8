"""The signed list (``statuslist+jwt``): issuing it, believing it, asking it about one credential while it is fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import decode, encode, refuse
from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.moments import SKEW, check_validity, instant, seconds
from dean06.kernel.documents.credentials.status.bits import Status, StatusList
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference
from dean06.kernel.documents.credentials.x5c import chain_of, sign_certified

TYPE = "statuslist+jwt"
TYPES = frozenset({TYPE})
LONGEST = 4 * 1024 * 1024  # characters of a token; a list of a million random one-bit statuses has 180,000

MEANING: dict[int, Reason] = {Status.INVALID: Reason.REVOKED, Status.SUSPENDED: Reason.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class SignedList:
    """A list somebody trusted signed. ``fetched_at``: when it was got; it may be kept for ``ttl`` from then on."""

    uri: str
    issuer: str
    statuses: StatusList
    issued_at: datetime
    expires_at: datetime | None
    ttl: timedelta | None
    fetched_at: datetime

    def is_fresh(self, at: datetime) -> bool:
        """Whether it may still be asked: neither past ``exp`` nor kept longer than ``ttl``."""
        kept_until = self.fetched_at + self.ttl if self.ttl is not None else None
        return (self.expires_at is None or at < self.expires_at) and (kept_until is None or at < kept_until)


def issue_list(
    statuses: StatusList, *, uri: str, key: SigningKey, issued_at: datetime, expires_at: datetime, ttl: timedelta
) -> str:
    """The token to serve at ``uri``."""
    payload = {
        "sub": uri,
        "iat": seconds(issued_at),
        "exp": seconds(expires_at),
        "ttl": int(ttl.total_seconds()),
        "status_list": {"bits": statuses.width, "lst": encode(statuses.pack())},
    }
    return sign_certified(TYPE, payload, key)


def verify_list(text: str, *, uri: str, roots: Roots, fetched_at: datetime) -> SignedList:
    """The list at an address; refused when it is another's, not signed by whom we trust, or past its time."""
    token = jose.parse(text, types=TYPES, longest=LONGEST)
    issuer = roots.issuer(chain_of(token), fetched_at)
    token.check(issuer.key)
    said = token.payload
    if said.get("sub") != uri:
        raise refuse("a list of another address", Reason.STATUS_UNKNOWN)
    issued_at = instant(said, "iat")
    if issued_at is None:
        raise refuse("no iat", Reason.STATUS_UNKNOWN)
    try:
        check_validity(said, fetched_at)
    except CredentialRefused as error:
        raise refuse(error.detail, Reason.STATUS_STALE) from error
    return SignedList(
        uri=uri,
        issuer=issuer.name,
        statuses=_statuses(said.get("status_list")),
        issued_at=issued_at,
        expires_at=instant(said, "exp"),
        ttl=_ttl(said.get("ttl")),
        fetched_at=fetched_at,
    )


def check_status(reference: StatusReference, signed: SignedList, at: datetime) -> None:
    """Refused unless a fresh list says the credential is valid; a status nobody explained is no yes."""
    if signed.uri != reference.uri:
        raise refuse("a list of another address", Reason.STATUS_UNKNOWN)
    if not signed.is_fresh(at) or at + SKEW < signed.fetched_at:
        raise refuse(f"a list of {signed.issued_at:%Y-%m-%dT%H:%MZ}", Reason.STATUS_STALE)
    try:
        status = signed.statuses[reference.index]
    except IndexError as error:
        raise refuse("a place beyond the list", Reason.STATUS_UNKNOWN) from error
    if status != Status.VALID:
        raise refuse(f"status {status}", MEANING.get(status, Reason.STATUS_UNKNOWN))


def _statuses(said: object) -> StatusList:
    if not isinstance(said, dict) or not isinstance(said.get("lst"), str) or not isinstance(said.get("bits"), int):
        raise refuse("no list in the token", Reason.STATUS_UNKNOWN)
    return StatusList.unpack(decode(said["lst"]), said["bits"])


def _ttl(said: object) -> timedelta | None:
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int) or said <= 0:
        raise refuse("a ttl that is no time", Reason.STATUS_UNKNOWN)
    try:
        return timedelta(seconds=said)
    except OverflowError as error:
        raise refuse("a ttl without end", Reason.STATUS_UNKNOWN) from error
