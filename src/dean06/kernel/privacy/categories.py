"""What the kernel keeps for a time: sign-ins, delivered payloads, counters, addresses, jobs, requests, marks."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from dean06.kernel.base import clock
from dean06.kernel.base.models import OutboxMessage, OutboxState, RateCounter
from dean06.kernel.devices.models import Challenge, Receipt
from dean06.kernel.documents.models import DocumentShare, Presentation, UsedProof, WalletSecret
from dean06.kernel.identity.models import SignInSession
from dean06.kernel.messaging.models import Delivery, EmailAddress, PhoneNumber
from dean06.kernel.messaging.types import DeliveryState
from dean06.kernel.privacy.models import DataRequest, UnexpectedLook
from dean06.kernel.privacy.reference import keep_rules
from dean06.kernel.privacy.retention import register_category
from dean06.kernel.privacy.types import Category, RequestState
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.types import BatchStatus

Rows = Callable[[datetime], QuerySet[Any]]
Expired = Callable[[datetime, int], Iterable[object]]
Delete = Callable[[Sequence[object]], int]
# Jobs belong to their library, whose Django models only read. Failed ones stay for the operator to see.
FINISHED_JOBS = """
SELECT id FROM procrastinate_jobs job WHERE status IN ('succeeded', 'cancelled', 'aborted')
AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id) < %s
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""


def register_kernel() -> None:
    """Every category whose time stands in data/retention.toml."""
    for code, (expired, delete) in KEPT.items():
        rule = keep_rules()[code]
        register_category(
            Category(
                code=code,
                label=rule.label,
                rule=f"Giữ {rule.keep_days} ngày. {rule.source}",
                keep_days=rule.keep_days,
                expired=expired,
                delete=delete,
            )
        )


def rows_category(rows: Rows) -> tuple[Expired, Delete]:
    """The two halves of a category over one table: the oldest rows, locked (another run's are left to it); gone."""

    def expired(before: datetime, limit: int) -> Iterable[object]:
        chosen = rows(before).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        return list(chosen.values_list("pk", flat=True)[:limit])

    def delete(ids: Sequence[object]) -> int:
        model = rows(clock.now()).model
        return int(model.objects.filter(pk__in=ids).delete()[1].get(model._meta.label, 0))

    return expired, delete


def _sign_ins(before: datetime) -> QuerySet[Any]:
    """Ended, or begun so long ago that they cannot be open any more."""
    return SignInSession.objects.filter(Q(ended_at__lt=before) | Q(ended_at=None, started_at__lt=before))


def _payloads(before: datetime) -> QuerySet[Any]:
    return OutboxMessage.objects.filter(state=OutboxState.DONE, finished_at__lt=before).exclude(payload={})


def _empty_payloads(ids: Sequence[object]) -> int:
    """The rows stay, so that their message ids are never used again."""
    rows: QuerySet[Any] = OutboxMessage.objects.all()
    return int(rows.filter(pk__in=ids).update(payload={}))


def _counters(before: datetime) -> QuerySet[Any]:
    return RateCounter.objects.filter(expires_at__lt=before)


def _addresses(before: datetime) -> QuerySet[Any]:
    return EmailAddress.objects.filter(confirmed_at=None, asked_at__lt=before)


def _numbers(before: datetime) -> QuerySet[Any]:
    return PhoneNumber.objects.filter(confirmed_at=None, asked_at__lt=before)


def _deliveries(before: datetime) -> QuerySet[Any]:
    """Finished or long on their way; what still waits to be sent is not forgotten."""
    return Delivery.objects.exclude(state=DeliveryState.QUEUED).filter(created_at__lt=before)


def _jobs(before: datetime, limit: int) -> Iterable[object]:
    with connection.cursor() as cursor:
        cursor.execute(FINISHED_JOBS, [before, limit])
        return [row[0] for row in cursor.fetchall()]


def _delete_jobs(ids: Sequence[object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [list(ids)])
        return int(cursor.rowcount)


def _requests(before: datetime) -> QuerySet[Any]:
    return DataRequest.objects.exclude(state=RequestState.OPEN).filter(closed_at__lt=before)


def _marks(before: datetime) -> QuerySet[Any]:
    return UnexpectedLook.objects.filter(at__lt=before)


def _receipts(before: datetime) -> QuerySet[Any]:
    return Receipt.objects.filter(at__lt=before)


def _challenges(before: datetime) -> QuerySet[Any]:
    """Those behind a receipt stay as long as it does."""
    with_receipt = Receipt.objects.filter(challenge=OuterRef("pk"))
    return Challenge.objects.filter(~Exists(with_receipt), created_at__lt=before)


def _lists(before: datetime) -> QuerySet[Any]:
    """With all their lines; the entries that told the persons stay in the log."""
    return Batch.objects.exclude(status=BatchStatus.RUNNING).filter(finished_at__lt=before)


def _shares(before: datetime) -> QuerySet[Any]:
    """With who looked; the looks themselves stay in the log, without the names lookers gave."""
    return DocumentShare.objects.filter(expires_at__lt=before)


def _wallet_secrets(before: datetime) -> QuerySet[Any]:
    return WalletSecret.objects.filter(expires_at__lt=before)


def _used_proofs(before: datetime) -> QuerySet[Any]:
    """Proofs too old to be believed anyway."""
    return UsedProof.objects.filter(until__lt=before)


def _presentations(before: datetime) -> QuerySet[Any]:
    return Presentation.objects.filter(asked_at__lt=before)


KEPT: dict[str, tuple[Expired, Delete]] = {
    "identity.sign_ins": rows_category(_sign_ins),
    "base.outbox_payloads": (rows_category(_payloads)[0], _empty_payloads),
    "base.rate_counters": rows_category(_counters),
    "messaging.unconfirmed_email": rows_category(_addresses),
    "messaging.unconfirmed_phone": rows_category(_numbers),
    "messaging.deliveries": rows_category(_deliveries),
    "base.finished_jobs": (_jobs, _delete_jobs),
    "privacy.closed_requests": rows_category(_requests),
    "devices.receipts": rows_category(_receipts),
    "devices.challenges": rows_category(_challenges),
    "documents.shares": rows_category(_shares),
    "documents.wallet_secrets": rows_category(_wallet_secrets),
    "documents.used_proofs": rows_category(_used_proofs),
    "documents.presentations": rows_category(_presentations),
    "registry.lists": rows_category(_lists),
    "privacy.unexpected_looks": rows_category(_marks),
}
