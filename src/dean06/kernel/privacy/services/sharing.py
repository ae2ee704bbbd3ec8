"""Showing a document of one's own to somebody: a consent with its receipt, and the link that rests on it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from dean06.kernel.base.actor import Actor
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience
from dean06.kernel.privacy.services.consents import give_consent

PURPOSE_CODE = "documents.share"


def share_document(
    actor: Actor,
    *,
    document_id: UUID,
    facts: Iterable[str],
    purpose: str,
    audience: Audience,
    recipient: str,
    minutes: int,
    times: int = 1,
    unit_code: str = "",
) -> UUID:
    """Let somebody look at chosen facts of a document for so many minutes, so many times; returns the share's id.

    Refusals are those of ``documents.plan_share``, and TooMany. ``documents.own_share`` has the link and who looked;
    withdrawing the share's consent ends it at once.
    """
    plan = documents.plan_share(
        actor,
        document_id=document_id,
        facts=facts,
        purpose=purpose,
        audience=audience,
        recipient=recipient,
        minutes=minutes,
        times=times,
        unit_code=unit_code,
    )
    with transaction.atomic():
        consent_id = give_consent(
            actor,
            purpose_code=PURPOSE_CODE,
            purpose=plan.purpose,
            recipient_code=f"share.{plan.id}",
            recipient=plan.recipient,
            fields=plan.fields,
            valid_until=plan.expires_at,
        )
        return documents.keep_share(actor, plan=plan, consent_id=consent_id)
