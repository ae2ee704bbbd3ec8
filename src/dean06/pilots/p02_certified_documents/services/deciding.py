"""The officer's act: the copy agrees with the original, or it is refused, and why."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.base.money import Dong
from dean06.kernel.messaging import api as messaging
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.pilots.p02_certified_documents import actions
from dean06.pilots.p02_certified_documents.declared import fee_on, grounds_on
from dean06.pilots.p02_certified_documents.models import BookNumber, Certification
from dean06.pilots.p02_certified_documents.rules import (
    LONGEST_REASON,
    State,
    book_number,
    comparison_problem,
    scan_digest,
)
from dean06.pilots.p02_certified_documents.services import writing

SUBJECT = "p02:{id}"
PURPOSE = "Phí chứng thực bản sao số {number}"
REFUSED = "p02.refused"


def certify(
    actor: Actor, *, certification_id: UUID, revision: int, compared: Collection[int], owned: bool = False
) -> str:
    """Sign for the copy: the next number of the issuer's book of the year, and the fee asked for; returns the number.

    ``compared``: pages the officer held against the original; ``owned``: he can read the pages that were judged
    unclear. Invalid (field "compared") when one is missing, Conflict when somebody was faster. The copy reaches the
    wallet when the fee is paid (``issuing``).
    """
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        writing.move(row, State.SIGNED)
        pages = list(row.scanned.all())
        unclear = [page.position for page in pages if page.findings]
        if problem := comparison_problem(len(pages), compared, unclear=unclear, owned=owned):
            raise Invalid(problem, field="compared", code="not_compared")
        _sign(actor, row, len(pages))
        writing.saved(row)
        ask_fee(actor, row)
        writing.record(actor, actions.CERTIFY, row, {"number": row.number, "year": row.year, "scan": row.scan_sha256})
    return book_number(row.number or 0, row.year or 0)


def refuse(actor: Actor, *, certification_id: UUID, revision: int, ground: str, reason: str) -> None:
    """Refuse on a ground of the day's list, with words the person reads; it stands in the book and she is told.

    Invalid for an unknown ground or no words, Conflict when it was decided already.
    """
    words = writing.clean(reason, field="reason", longest=LONGEST_REASON, what="lý do từ chối")
    found = next((one for one in grounds_on(clock.today()) if one.code == ground), None)
    if found is None:
        raise Invalid("Chọn căn cứ từ chối.", field="ground", code="unknown_ground")
    with transaction.atomic():
        row = writing.locked(actor, certification_id, revision=revision)
        writing.move(row, State.REFUSED)
        _decided(actor, row)
        row.ground, row.reason = ground, words
        writing.saved(row)
        _tell_refused(row, found.label)
        writing.record(actor, actions.REFUSE, row, {"ground": ground})


def ask_fee(actor: Actor, row: Certification, *, again: int = 0) -> None:
    """The order of the fee, in the caller's transaction; ``again`` counts those that lapsed before."""
    payments.open_order(
        actor,
        key=f"p02:{row.pk}:{again}",
        payer_id=row.requester_id,
        unit_code=row.unit_code,
        amount=Dong(row.fee),
        purpose=PURPOSE.format(number=book_number(row.number or 0, row.year or 0)),
        subject=SUBJECT.format(id=row.pk),
    )


def _sign(actor: Actor, row: Certification, pages: int) -> None:
    _decided(actor, row)
    year = clock.today().year
    row.number, row.year, row.pages = _next_number(row.issuer_code, year), year, pages
    row.fee = fee_on(clock.today()).of(pages)
    row.scan_sha256 = scan_digest(list(row.files.order_by("added_at", "pk").values_list("sha256", flat=True)))


def _decided(actor: Actor, row: Certification) -> None:
    row.decided_at, row.decided_by, row.decided_post = clock.now().replace(microsecond=0), actor.name, actor.post


def _next_number(unit_code: str, year: int) -> int:
    """The next of the book; its row is locked until the act commits: a number is never lost, never given twice."""
    BookNumber.objects.bulk_create([BookNumber(unit_code=unit_code, year=year, last=0)], ignore_conflicts=True)
    book = BookNumber.objects.select_for_update().get(unit_code=unit_code, year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


def _tell_refused(row: Certification, ground: str) -> None:
    messaging.send(
        SYSTEM,
        reference=f"{REFUSED}:{row.pk}",
        template=REFUSED,
        fields={
            "name": row.original_name,
            "unit": parties.unit_name(row.unit_code, clock.today()),
            "ground": ground,
            "reason": row.reason,
            "link": "/p02/cua-toi/",
        },
        to_party_ids=[row.requester_id],
    )
