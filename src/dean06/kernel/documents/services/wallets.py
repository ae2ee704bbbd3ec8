"""A holder takes a document to a wallet elsewhere: by an offer from its page, or because the wallet asked."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.documents import actions
from dean06.kernel.documents.credentials.oauth import ProtocolRefused, needed
from dean06.kernel.documents.credentials.secrets import kept
from dean06.kernel.documents.credentials.vci.authorising import REQUEST_PREFIX, agreed, declined, opened
from dean06.kernel.documents.credentials.vci.issuer import by_value
from dean06.kernel.documents.credentials.vci.types import AuthorisationRequest
from dean06.kernel.documents.issuing.wallets import configurations_of, issuer, may_leave
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.models import Document
from dean06.kernel.documents.protocol_store import WalletStore
from dean06.kernel.documents.selectors.wallet import OBJECT, as_line, holder_of, own_documents, readable
from dean06.kernel.documents.sharing_types import WalletAsk, WalletOffer
from dean06.kernel.documents.wallet_types import DocumentLine, Standing

OFFER_LIFE = timedelta(minutes=10)
OFFER_LIMIT = Limit(name="wallet_offer", count=20, seconds=3600)
NUMBER_DIGITS = 6


def offer_to_wallet(actor: Actor, *, document_id: UUID) -> WalletOffer:
    """An offer of both forms of a document, for whoever has the code and the number. NotFound for another's document,
    Conflict for a type that must not leave or a document that holds no more, TooMany beyond ``OFFER_LIMIT``."""
    row = readable(actor, document_id)
    _check_may_leave(row)
    ratelimit.hit(OFFER_LIMIT, str(actor.party_id))
    number = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
    expires_at = clock.now() + OFFER_LIFE
    ids = frozenset(one.id for one in configurations_of(kinds().version(row.kind, row.kind_from)))
    with transaction.atomic():
        offer = issuer().offer(str(row.pk), ids, expires_at=expires_at, tx_code=number)
        _record(actor, actions.OFFER_TO_WALLET, row)
    return WalletOffer(link=by_value(offer), number=number, expires_at=expires_at)


def asked_by_wallet(actor: Actor, query: Mapping[str, str]) -> WalletAsk:
    """What the page asks a person about; the request stays. ProtocolRefused when there is none, or no longer."""
    holder_of(actor)
    request = _waiting(query)
    return WalletAsk(
        wallet=request.client_id, sent_back_to=request.redirect_uri, choices=_choices(actor, request.configurations)
    )


def agree_with_wallet(actor: Actor, query: Mapping[str, str], *, document_ids: Iterable[UUID]) -> str:
    """Let the wallet have these documents; where to send the person back to. Invalid (field ``documents``) unless each
    type asked for has exactly one of the actor's documents; ProtocolRefused as above."""
    wanted = list(document_ids)
    choices = _choices(actor, _waiting(query).configurations)
    chosen = [one for lines in choices.values() for one in lines if one.id in wanted]
    if not len(chosen) == len(choices) == len(set(wanted)) == len({one.kind for one in chosen}):
        raise Invalid("Chọn một giấy tờ cho mỗi loại ví hỏi.", code="bad_choice", field="documents")
    now = clock.now()
    with transaction.atomic():
        request = opened(issuer(), query, now)
        for line in chosen:
            row = readable(actor, line.id)
            _check_may_leave(row)
        subjects = " ".join(str(line.id) for line in chosen)
        told = {"wallet": request.client_id, "documents": subjects}
        _record(actor, actions.AGREE_WITH_WALLET, readable(actor, chosen[0].id), **told)
        return agreed(issuer(), request, subjects, now)


def decline_wallet(actor: Actor, query: Mapping[str, str]) -> str:
    """Where to send back a person who does not agree."""
    holder_of(actor)
    return declined(issuer(), opened(issuer(), query, clock.now()))


def _waiting(query: Mapping[str, str]) -> AuthorisationRequest:
    secret = needed(query, "request_uri").removeprefix(REQUEST_PREFIX)
    request = WalletStore().request(kept(secret))
    if request is None or request.client_id != needed(query, "client_id"):
        raise ProtocolRefused("invalid_request", "no such request, or no longer")
    return request


def _choices(actor: Actor, configurations: frozenset[str]) -> dict[str, tuple[DocumentLine, ...]]:
    offered = issuer().configurations
    names = {one.rsplit("-sd-jwt", 1)[0].rsplit("-mdoc", 1)[0]: offered[one].name for one in sorted(configurations)}
    mine = [one for one in own_documents(actor) if one.standing is Standing.VALID]
    return {name: tuple(one for one in mine if one.kind == code) for code, name in names.items()}


def _check_may_leave(row: Document) -> None:
    if not may_leave(kinds().version(row.kind, row.kind_from)):
        raise Conflict(f"“{row.name}” không đưa sang ví khác được.", code="never_leaves")
    if (standing := as_line(row, clock.now()).standing) is not Standing.VALID:
        raise Conflict(f"Giấy tờ này: {standing.label.lower()}, nên không đưa sang ví khác được.", code="not_valid")


def _record(actor: Actor, action: str, row: Document, **details: str) -> None:
    record(
        actor,
        action,
        object_type=OBJECT,
        object_id=row.pk,
        purpose=actions.TO_WALLET,
        legal_basis=actions.SHARING_LAW,
        subjects=[row.holder_id],
        fields=[actions.FACTS],
        details={"kind": row.kind, **details},
        case_ref=row.case_ref,
    )
