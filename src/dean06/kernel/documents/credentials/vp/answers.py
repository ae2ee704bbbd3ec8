"""What a wallet sends back, opened and judged. What was not asked for is not looked at, and not handed on."""

from collections.abc import Mapping
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
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import Reason, Verified
from dean06.kernel.documents.credentials.vci.types import Form
from dean06.kernel.documents.credentials.vp.queries import Query
from dean06.kernel.documents.credentials.vp.requests import CONTENT_ENCRYPTIONS, ENCRYPTION, Request


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Whom a verifier trusts, and what it remembers."""

    roots: Roots
    replays: Replays


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
    return replace(found, claims=prune(found.claims, query.claims))
