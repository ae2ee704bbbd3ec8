"""Writes of the portal: an operator's retry, and the traces a person's look at her own data leaves."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import outbox, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted, TooMany
from dean06.kernel.base.ratelimit import Limit
from dean06.portal import actions

# A list with proofs reads the whole tree, signs a checkpoint and asks the witness: dear for us, and for a second party.
OWN_LOG_LIMIT = Limit(name="portal.own_log", count=10, seconds=3600)


def retry_message(actor: Actor, *, message_id: str) -> None:
    """Give a dead message another round. For operators; NotPermitted, NotFound, Conflict (somebody was faster)."""
    with transaction.atomic():
        letter = outbox.retry(message_id, actor)
        audit.record(
            actor,
            actions.RETRY_MESSAGE,
            object_type="base.outbox_message",
            object_id=letter.id,
            details={"topic": letter.topic, "attempts": letter.attempts},
        )


def note_own_look(actor: Actor) -> UUID:
    """Note that a person reads what is kept about her; returns her party id. NotPermitted without a person behind."""
    return _note(actor, actions.READ_OWN_DATA, fields=(actions.REGISTER_FACTS,))


def note_download(actor: Actor) -> UUID:
    """Note that a person takes her part of the log away; returns her party id.

    NotPermitted as above, TooMany beyond ``OWN_LOG_LIMIT``: that she was refused is noted too.
    """
    if actor.party_id is not None:
        try:
            ratelimit.hit(OWN_LOG_LIMIT, str(actor.party_id))
        except TooMany:
            _note(actor, actions.REFUSE_OWN_LOG)
            raise
    return _note(actor, actions.DOWNLOAD_OWN_LOG)


def _note(actor: Actor, action: str, *, fields: Iterable[str] = ()) -> UUID:
    if actor.party_id is None:
        raise NotPermitted("Tài khoản khẩn cấp không gắn với người nào nên không có dữ liệu cá nhân để xem.")
    with transaction.atomic():
        audit.record(
            actor,
            action,
            object_type="parties.party",
            object_id=actor.party_id,
            purpose=actions.OWN_DATA_PURPOSE,
            legal_basis=actions.OWN_DATA_BASIS,
            subjects=[actor.party_id],
            fields=fields,
        )
    return actor.party_id
