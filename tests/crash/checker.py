"""After a crash: whether every case, payment and message that somebody was told of is there, and once.

``faults`` holds the tables against what clients were answered and what the providers' twins took. It asks the tables
with SQL of its own, not with the services whose work it judges.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bench._many_cases import RULES
from django.db import connection
from django.db.models import Count

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.cases.models import Case, Filing
from dean06.kernel.messaging.models import Delivery, InboxMessage, Message
from dean06.kernel.payments.models import Account, Credit, Order, Receipt
from dean06.kernel.payments.selectors.ledger import RECOUNT, TOTALS

OVER_THE_WIRE = ("sms", "vneid")


@dataclass
class Told:
    """What clients were answered: drafts with the case each became, bank references with their amounts, references of
    messages; and the references each channel's providers took, one entry for each provider that has it."""

    filings: dict[str, str] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)
    messages: set[str] = field(default_factory=set)
    taken: list[str] = field(default_factory=list)


def faults(told: Told) -> list[str]:
    """What is lost, doubled or torn, in words; empty when nothing is."""
    return [*_cases(told.filings), *_codes_and_histories(), *_payments(told.credits), *_messages(told)]


def _cases(filings: Mapping[str, str]) -> Iterator[str]:
    kept = {key.rsplit(":", 1)[-1]: pk for key, pk in Filing.objects.values_list("key", "pk")}
    yield from (f"filing lost: {draft}" for draft in filings.keys() - kept.keys())
    yield from (f"filing nobody asked for: {draft}" for draft in kept.keys() - filings.keys())
    main = Counter(Case.objects.filter(parent=None).values_list("filing_id", flat=True))
    yield from (f"{main[pk]} cases of one filing: {draft}" for draft, pk in kept.items() if main[pk] != 1)
    cases = {str(pk) for pk in Case.objects.values_list("pk", flat=True)}
    yield from (f"case lost: {case}" for case in set(filings.values()) - cases)
    written = AuditEntry.objects.filter(action="cases.file").values_list("object_id").annotate(count=Count("pk"))
    entries = dict(written.order_by())
    main_cases = {str(pk) for pk in Case.objects.filter(parent=None).values_list("pk", flat=True)}
    for case in main_cases | entries.keys():
        if entries.get(case, 0) != 1 or case not in main_cases:
            yield f"{entries.get(case, 0)} audit entries of the filing of {case}"


def _codes_and_histories() -> Iterator[str]:
    with connection.cursor() as cursor:
        for what, sql in RULES.items():
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS broken")
            if found := cursor.fetchone()[0]:
                yield f"{found} times: {what}"


def _payments(booked: Mapping[str, int]) -> Iterator[str]:
    rows = Counter(Credit.objects.values_list("bank_reference", flat=True))
    yield from (f"credit lost: {one}" for one in booked.keys() - rows.keys())
    yield from (f"credit nobody told of: {one}" for one in rows.keys() - booked.keys())
    yield from (f"credit {count} times: {one}" for one, count in rows.items() if count > 1)
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        yield from (f"account {code} is not the sum of its transfers" for (code,) in cursor.fetchall())
        cursor.execute(TOTALS)
        if any(cursor.fetchone()):
            yield "debits and credits of the ledger differ"
    lies = sum(row.debits - row.credits for row in Account.objects.filter(code__startswith="bank."))
    if lies != sum(booked.values()):
        yield f"{lies} đồng at the bank, {sum(booked.values())} came in"
    paid = set(Order.objects.filter(credits__isnull=False).values_list("pk", flat=True))
    receipts = set(Receipt.objects.values_list("order_id", flat=True))
    yield from (f"paid order without a receipt: {order}" for order in paid - receipts)
    yield from (f"receipt without a payment: {order}" for order in receipts - paid)


def _messages(told: Told) -> Iterator[str]:
    kept = Counter(Message.objects.values_list("reference", flat=True))
    yield from (f"message lost: {one}" for one in told.messages - kept.keys())
    yield from (f"message {count} times: {one}" for one, count in kept.items() if count > 1)
    yield from _said_of(InboxMessage.objects.filter(delivered_at=None).values_list("pk"), "not in its inbox")
    yield from _said_of(Message.objects.filter(copies=None).values_list("reference"), "message to nobody")
    unsent = OutboxMessage.objects.exclude(state="done").values_list("message_id", "state")
    yield from _said_of(unsent, "outbox message not done")
    away = {str(pk): state for pk, state in _over_the_wire().values_list("pk", "state")}
    yield from (f"delivery {one} is {state}" for one, state in away.items() if state not in ("sent", "delivered"))
    taken = Counter(told.taken)
    yield from (f"delivery nobody took: {one}" for one in away.keys() - taken.keys())
    yield from (f"delivery we know nothing of: {one}" for one in taken.keys() - away.keys())
    yield from (f"delivery {count} times: {one}" for one, count in taken.items() if count > 1)


def _over_the_wire():
    return Delivery.objects.filter(channel__in=OVER_THE_WIRE)


def _said_of(rows: Iterable[tuple[object, ...]], what: str) -> Iterator[str]:
    yield from (f"{what}: {' '.join(map(str, row))}" for row in rows)
