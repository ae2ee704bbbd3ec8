"""What a wallet sends back, opened and judged. What was not asked for is not looked at, and not handed on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from dean06.kernel.documents.credentials.encoding import LONGEST, decode, load_object, reading, refuse
from dean06.kernel.documents.credentials.mdoc.verifying import Trusted, verify_response
from dean06.kernel.documents.credentials.moments import SKEW
from dean06.kernel.documents.credentials.paths import prune
from dean06.kernel.documents.credentials.replays import Replays
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, verify_presented
from dean06.kernel.documents.credentials.status.tokens import SignedList, check_status
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import Reason, StatusReference, Verified
from dean06.kernel.documents.credentials.vci.types import Form
from dean06.kernel.documents.credentials.vp.queries import Query
from dean06.kernel.documents.credentials.vp.requests import CONTENT_ENCRYPTIONS, ENCRYPTION, Request

Lists = Callable[[str], SignedList | None]
"""The verified status list of an address, None when it cannot be had; it may come from a cache."""
MayIssue = Callable[[Verified], bool]
"""Whether the issuer may issue documents of that kind at all: a trusted root vouches for names, not for powers."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Whom a verifier trusts, for what, what it remembers, and how it learns of withdrawals."""

    roots: Roots
    replays: Replays
    lists: Lists
    may_issue: MayIssue


def judged(form: Mapping[str, str], request: Request, judge: Judge, at: datetime) -> dict[str, Verified]:
    """The documents by the id they were asked for with; refused unless all that was needed is there and holds."""
    if not request.asked_at - SKEW <= at <= request.expires_at:
        raise refuse("a question of another time", Reason.PROOF_TOO_OLD)
    token = opened(form, request)
    queries = {query.id: query for query in request.question.queries}
    if not token.keys() <= queries.keys():
        raise refuse("a document nobody asked for", Reason.DISCLOSURE_UNKNOWN)
    if not request.question.is_answered(token):
        raise refuse("not every document", Reason.CLAIM_MISSING)
    return {name: _judged(queries[name], _only(shown), request, judge, at=at) for name, shown in token.items()}


def opened(form: Mapping[str, str], request: Request) -> Mapping[str, Any]:
    """The ``vp_token`` of an answer; refused in the clear when it was asked for under seal."""
    if any(len(value) > LONGEST * 2 for value in form.values()):
        raise refuse("an answer too long", Reason.OVERSIZED)
    said: Mapping[str, Any] = form
    if "response" in form and request.secret is not None:
        said = _decrypted(form["response"], request.secret)
    if said.get("state") != request.state:
        raise refuse("state", Reason.WRONG_NONCE)
    if "error" in said:
        raise refuse("the wallet says no", Reason.DECLINED)
    if said is form and request.secret is not None:
        raise refuse("an answer that is not encrypted")
    token = said.get("vp_token")
    if isinstance(token, str):
        token = load_object(token.encode("utf-8"))
    if not isinstance(token, dict):
        raise refuse("no vp_token")
    return token


def _decrypted(text: str, secret: Mapping[str, str]) -> Mapping[str, Any]:
    header = load_object(decode(text.split(".", maxsplit=1)[0]))
    if "zip" in header or "crit" in header:
        raise refuse("an encrypted answer that is packed, or must be understood")
    with reading("an encrypted answer"):
        try:
            found = jwe.decrypt_compact(
                text, ECKey.import_key(dict(secret)), algorithms=[ENCRYPTION, *CONTENT_ENCRYPTIONS]
            )
        except JoseError as error:
            raise refuse(f"an encrypted answer: {type(error).__name__}") from error
    return load_object(found.plaintext or b"")


def _only(shown: object) -> str:
    if not isinstance(shown, list) or len(shown) != 1 or not isinstance(shown[0], str):
        raise refuse("one presentation for each query")
    return shown[0]


def _judged(query: Query, shown: str, request: Request, judge: Judge, *, at: datetime) -> Verified:
    if query.form is Form.MDOC:
        trusted = Trusted(
            roots=judge.roots,
            at=at,
            doc_types=frozenset(query.kinds),
            required=frozenset((str(space), str(name)) for space, name in query.claims),
        )
        documents = verify_response(decode(shown), trusted, session=request.session, replays=judge.replays)
        if len(documents) != 1:
            raise refuse("one document for each query")
        found = documents[0]
    else:
        challenge = Challenge(audience=request.client_id, nonce=request.nonce, replays=judge.replays)
        found = verify_presented(
            shown, roots=judge.roots, at=at, kinds=query.kinds, challenge=challenge, required=query.claims
        )
    if not judge.may_issue(found):
        raise refuse("an issuer without the power to issue this", Reason.ISSUER_UNKNOWN)
    if found.status is not None:
        _check_status(found.status, judge.lists, at)
    return replace(found, claims=prune(found.claims, query.claims))


def _check_status(reference: StatusReference, lists: Lists, at: datetime) -> None:
    signed = lists(reference.uri)
    if signed is None:
        raise refuse("a list that cannot be had", Reason.STATUS_UNKNOWN)
    check_status(reference, signed, at)
