"""An officer asks whoever stands there for facts of a document in a wallet (OpenID4VP 1.0)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, Unavailable
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.base.text import nfc
from dean06.kernel.documents import actions
from dean06.kernel.documents.credentials.status.tokens import SignedList, verify_list
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, Verified
from dean06.kernel.documents.credentials.unit_keys import UnitKey
from dean06.kernel.documents.credentials.vp.answers import Judge, judged
from dean06.kernel.documents.credentials.vp.keeping import dumped
from dean06.kernel.documents.credentials.vp.queries import Query, Question
from dean06.kernel.documents.credentials.vp.requests import client_id, new_request, request_object
from dean06.kernel.documents.issuing.addresses import answer_address
from dean06.kernel.documents.issuing.disclosing import showable
from dean06.kernel.documents.issuing.wallets import configurations_of, may_leave
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.keys.signer import Algorithm
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.facts import as_written
from dean06.kernel.documents.kinds.spec import DocumentKind
from dean06.kernel.documents.models import Certificate, Document, Presentation
from dean06.kernel.documents.protocol_store import UsedProofs
from dean06.kernel.documents.selectors.asking import ANSWER_USE, GOOD, REQUEST_USE, kind_of, request_of
from dean06.kernel.documents.selectors.keys import signer_of, trusted_roots
from dean06.kernel.documents.selectors.status import list_id_in, status_list
from dean06.kernel.documents.units import chain

MAY_ASK = frozenset({Role.CLERK, Role.LEADER, Role.COORDINATOR})
LONGEST_PURPOSE = 300
ASK_LIMIT = Limit(name="wallet_ask", count=120, seconds=3600)
ANSWER_LIMIT = Limit(name="wallet_answer", count=120, seconds=600)
OBJECT = "documents.presentation"
# Anybody can send these to an address he saw on a screen: they do not use the question up.
NO_ANSWER = frozenset({Reason.MALFORMED, Reason.OVERSIZED, Reason.WRONG_NONCE, Reason.REPLAYED})


def ask_wallet(actor: Actor, *, kind: str, facts: Iterable[str], purpose: str) -> UUID:
    """Ask for facts of a type, in whichever form the wallet has; returns the question's id. For officers.

    Signed with the key of the officer's unit, or the nearest above it that has one: Conflict ``no_signing_key``
    without. Invalid (with field) for an unknown type or fact or without a purpose, NotPermitted,
    TooMany beyond ``ASK_LIMIT``.
    """
    if actor.role not in MAY_ASK or actor.user_id is None:
        raise NotPermitted("Chỉ cán bộ hỏi giấy tờ trong ví được.", code="not_an_officer")
    said = nfc(" ".join(purpose.split()))
    if not 0 < len(said) <= LONGEST_PURPOSE:
        raise Invalid(f"Ghi hỏi để làm gì, nhiều nhất {LONGEST_PURPOSE} ký tự.", field="purpose")
    declared, names = _wanted(kind, list(facts))
    ratelimit.hit(ASK_LIMIT, str(actor.user_id))
    unit, key = _key(actor)
    presentation_id, now = new_id(), clock.now().replace(microsecond=0)
    asked = new_request(_question(declared, names), key=key, response_uri=answer_address(presentation_id), at=now)
    with transaction.atomic():
        Presentation.objects.create(
            id=presentation_id,
            officer_id=actor.user_id,
            officer_name=actor.name,
            officer_role=actor.role.value,
            unit_code=actor.unit_code,
            signing_unit=unit,
            unit_name=actor.unit_name,
            kind=declared.code,
            facts=names,
            purpose=said,
            request=sealing.seal(json.dumps(dumped(asked)).encode(), use=REQUEST_USE, label=presentation_id.bytes),
            asked_at=now,
            expires_at=asked.expires_at,
        )
        record(
            actor,
            actions.ASK_WALLET,
            object_type=OBJECT,
            object_id=presentation_id,
            details={"kind": declared.code, "facts": names},
        )
    return presentation_id


def asked_of_wallet(*, presentation_id: UUID, wallet_nonce: str, address: str) -> str:
    """The signed request object a wallet fetches. NotFound for none or one that is over, Unavailable while the unit's
    key is not the one that asked, TooMany beyond ``ANSWER_LIMIT`` by address."""
    ratelimit.hit(ANSWER_LIMIT, address)
    row = _open(presentation_id)
    signer = signer_of(row.signing_unit, Algorithm.P256)
    request = request_of(row)
    if signer is None or client_id(UnitKey(signer)) != request.client_id:
        raise Unavailable("Đơn vị vừa đổi khoá ký. Cán bộ hỏi lại lần khác.", code="no_signing_key")
    return request_object(request, key=UnitKey(signer), name=row.unit_name, wallet_nonce=wallet_nonce)


def take_answer(form: Mapping[str, str], *, presentation_id: UUID, address: str) -> None:
    """Judge what a wallet shows and keep it, once, with an entry in the log of whoever it is about.

    CredentialRefused for what does not hold, NotFound and TooMany as above.
    """
    ratelimit.hit(ANSWER_LIMIT, address)
    row = _open(presentation_id)
    try:
        found = judged(form, request_of(row), _judge(), clock.now())
    except CredentialRefused as refused:
        if refused.reason not in NO_ANSWER:
            with transaction.atomic():
                _close(row, refused.reason.value, None)
                _record(row, refused.reason.value, None)
        raise
    document = next(iter(found.values()))
    with transaction.atomic():
        _close(row, GOOD, json.dumps(_facts(kind_of(row), document)).encode())
        _record(row, GOOD, document)


def _wanted(kind: str, facts: list[str]) -> tuple[DocumentKind, list[str]]:
    declared = kinds().on(kind, clock.today())
    if declared is None or not may_leave(declared):
        raise Invalid("Không có loại giấy tờ này trong ví khác.", code="unknown_kind", field="kind")
    names = [one.name for one in showable(declared) if one.name in facts]
    if not names or len(names) != len(set(facts)):
        raise Invalid("Chọn ít nhất một mục có trong loại giấy tờ này.", code="bad_facts", field="facts")
    return declared, names


def _key(actor: Actor) -> tuple[str, UnitKey]:
    for code in chain(actor.unit_code, clock.today()):
        if (signer := signer_of(code, Algorithm.P256)) is not None:
            return code, UnitKey(signer)
    raise Conflict(
        f"{actor.unit_name} và đơn vị cấp trên chưa có khoá P-256 đang dùng. Báo người vận hành.", code="no_signing_key"
    )


def _question(kind: DocumentKind, names: list[str]) -> Question:
    sd_jwt, mobile = configurations_of(kind)
    return Question(
        queries=(
            Query(id="sd_jwt", form=sd_jwt.form, kinds=(sd_jwt.kind,), claims=tuple((name,) for name in names)),
            Query(id="mdoc", form=mobile.form, kinds=(mobile.kind,), claims=tuple((mobile.kind, one) for one in names)),
        ),
        choices=((frozenset({"sd_jwt"}), frozenset({"mdoc"})),),
    )


def _open(presentation_id: UUID) -> Presentation:
    rows = Presentation.objects.filter(pk=presentation_id, answered_at=None, expires_at__gt=clock.now())
    if (row := rows.first()) is None:
        raise NotFound("Lần hỏi này không có, đã trả lời hoặc đã quá giờ.", code="presentation_not_found")
    return row


def _judge() -> Judge:
    certificates = trusted_roots()
    if not certificates:
        raise Unavailable("Hệ thống chưa tin chứng thư gốc nào.", code="no_roots")
    roots = Roots.load(certificates)

    def listed(uri: str) -> SignedList | None:
        # Lists of other installations are not fetched: an answer must not choose whom this server talks to.
        list_id = list_id_in(uri)
        if list_id is None:
            return None
        return verify_list(status_list(list_id), uri=uri, roots=roots, fetched_at=clock.now())

    return Judge(roots=roots, replays=UsedProofs(), lists=listed, may_issue=_may_issue)


def _may_issue(found: Verified) -> bool:
    """Whether the unit whose certificate signed may issue such documents, by the units' keys we know."""
    sha256 = hashlib.sha256(found.issuer_certificate).hexdigest()
    unit = Certificate.objects.filter(sha256=sha256).values_list("key__unit_code", flat=True).first()
    every = (one for versions in kinds().by_code.values() for one in versions)
    return unit is not None and any(
        one.may_be_issued_by(unit)
        for one in every
        if found.kind in {configuration.kind for configuration in configurations_of(one)}
    )


def _facts(kind: DocumentKind, found: Verified) -> dict[str, object]:
    claims = found.claims.get(kind.doc_type, found.claims)
    said = {name: str(value) for name, value in claims.items()}
    return {"issuer": found.issuer, "facts": as_written(showable(kind), said)}


def _close(row: Presentation, verdict: str, answer: bytes | None) -> None:
    """One answer counts: the loser of a race is told there is nothing to answer any more."""
    sealed = None if answer is None else sealing.seal(answer, use=ANSWER_USE, label=row.pk.bytes)
    rows = Presentation.objects.filter(pk=row.pk, answered_at=None)
    if not rows.update(answered_at=clock.now(), verdict=verdict, answer=sealed):
        raise NotFound("Lần hỏi này đã có trả lời.", code="presentation_not_found")


def _record(row: Presentation, verdict: str, found: Verified | None) -> None:
    """In the name of the officer who asked. A document of ours names whose it is by its place in the status list."""
    officer = Actor(
        user_id=row.officer_id,
        name=row.officer_name,
        role=Role(row.officer_role),
        unit_code=row.unit_code,
        unit_name=row.unit_name,
    )
    document = _document_of(found) if found else None
    record(
        officer,
        actions.TAKE_ANSWER,
        object_type="documents.document" if document else OBJECT,
        object_id=document.pk if document else row.pk,
        purpose=row.purpose,
        legal_basis=actions.ASKING_LAW,
        subjects=[document.holder_id] if document else [],
        fields=[actions.fact_code(row.kind, name) for name in row.facts] if document else [],
        details={"presentation": str(row.pk), "verdict": verdict},
    )


def _document_of(found: Verified) -> Document | None:
    list_id = list_id_in(found.status.uri) if found.status else None
    if found.status is None or list_id is None:
        return None
    return Document.objects.filter(status_list_id=list_id, place=found.status.index).first()
