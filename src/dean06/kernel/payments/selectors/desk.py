"""What operators see of the bank's days, of money in suspense and of refunds. Nobody's name is in it."""

from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.collecting import accounts
from dean06.kernel.payments.models import Credit, Refund, Statement, StatementLine
from dean06.kernel.payments.references import looks_mistyped
from dean06.kernel.payments.rules import Verdict
from dean06.kernel.payments.types import (
    DayView,
    LineKind,
    LineView,
    OpenRefund,
    Origin,
    RefundReason,
    RefundState,
    SuspenseView,
)

SHOWN_DAYS = 31
DAYS_BACK = 5
SHOWN_LINES = 500


def reconciled_days(actor: Actor) -> list[DayView]:
    """Days a statement was read of, newest first."""
    _check(actor)
    days = Statement.objects.values("account_code", "day").annotate(
        read=Max("read_at"), most=Max("lines"), kinds=ArrayAgg("origin", distinct=True)
    )
    newest = list(days.order_by("-day", "account_code")[:SHOWN_DAYS])
    waiting = {
        (row["account_code"], row["day"]): row["count"]
        for row in StatementLine.objects.filter(resolved_at__isnull=True)
        .values("account_code", "day")
        .annotate(count=Count("pk"))
    }
    return [
        DayView(
            account_code=row["account_code"],
            day=row["day"],
            origins=tuple(Origin(kind) for kind in row["kinds"]),
            read_at=row["read"],
            lines=row["most"],
            open_lines=waiting.get((row["account_code"], row["day"]), 0),
        )
        for row in newest
    ]


def days_due() -> list[tuple[str, date]]:
    """Accounts and days the bank has not been asked about with success: over, and not older than ``DAYS_BACK``."""
    today = clock.today()
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    fetched = set(Statement.objects.filter(day__gte=days[0], origin=Origin.BANK).values_list("account_code", "day"))
    wanted = [(one.code, day) for day in days for one in accounts() if one.is_valid_on(day)]
    return [pair for pair in wanted if pair not in fetched]


def differences(actor: Actor, *, is_open: bool = True) -> list[LineView]:
    """Movements that did not agree, newest day first: those nobody settled yet, or those that were."""
    _check(actor)
    rows = StatementLine.objects.filter(resolved_at__isnull=is_open).exclude(kind=LineKind.MATCHED)
    return [_line(row) for row in rows.order_by("-day", "bank_reference")[:SHOWN_LINES]]


def suspense(actor: Actor) -> list[SuspenseView]:
    """Credits nobody knows the reason of, oldest first."""
    _check(actor)
    rows = Credit.objects.filter(Q(verdict=Verdict.UNKNOWN, order__isnull=True, refunds__isnull=True))
    return [
        SuspenseView(
            id=row.pk,
            account_code=row.account_code,
            bank_reference=row.bank_reference,
            amount=Dong(row.amount),
            content=row.content,
            booked_at=row.booked_at,
            is_mistyped=looks_mistyped(row.content),
        )
        for row in rows.order_by("known_at")[:SHOWN_LINES]
    ]


def open_refunds(actor: Actor) -> list[OpenRefund]:
    """Refunds not done, the failed ones first."""
    _check(actor)
    rows = Refund.objects.exclude(state=RefundState.DONE).select_related("order")
    found = [
        OpenRefund(
            id=row.pk,
            order_code=row.order.code if row.order else "",
            amount=Dong(row.amount),
            reason=RefundReason(row.reason),
            state=RefundState(row.state),
            asked_at=row.asked_at,
            failure=row.failure,
        )
        for row in rows.order_by("asked_at")[:SHOWN_LINES]
    ]
    return sorted(found, key=lambda one: one.state is not RefundState.FAILED)


def _line(row: StatementLine) -> LineView:
    return LineView(
        id=row.pk,
        account_code=row.account_code,
        day=row.day,
        is_debit=row.is_debit,
        bank_reference=row.bank_reference,
        theirs=None if row.theirs is None else Dong(row.theirs),
        ours=None if row.ours is None else Dong(row.ours),
        kind=LineKind(row.kind),
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        resolution=row.resolution,
    )


def _check(actor: Actor) -> None:
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành xem được đối chiếu với ngân hàng.", code="not_operator")
