"""A day of the bank against the books: what is missing here is booked, what differs is a line an operator sees."""

import hashlib
import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.money import Dong
from dean06.kernel.base.text import nfc
from dean06.kernel.base.wiring import resolve
from dean06.kernel.payments import actions
from dean06.kernel.payments.collecting import account_by_code
from dean06.kernel.payments.models import Credit, Refund, Statement, StatementLine
from dean06.kernel.payments.models.orders import LONGEST_NOTE
from dean06.kernel.payments.services.incoming import book_credit
from dean06.kernel.payments.services.refunds import note_done
from dean06.kernel.payments.types import BankCredit, LineKind, Method, Origin, Reconciled, RefundState, Source
from dean06.kernel.ports import bank as port

FROM_STATEMENT = "Ghi sổ từ sao kê"
AGREES_NOW = "Đối chiếu lại thì khớp"
DAY = timedelta(days=1)


def fetch_statement(actor: Actor, *, account_code: str, day: date) -> Reconciled:
    """Ask the bank for a day and compare it. The bank is asked before the transaction. Raises the port's BankFailed."""
    statement = resolve(port.Bank).statement(account_code, day)
    return import_statement(actor, statement=statement, origin=Origin.BANK)


def upload_statement(actor: Actor, *, data: bytes) -> Reconciled:
    """Compare a statement file an operator fetched by hand. Raises the port's StatementUnreadable, by line."""
    _check_operator(actor)
    return import_statement(actor, statement=resolve(port.Bank).read_statement(data), origin=Origin.UPLOAD)


def import_statement(actor: Actor, *, statement: port.Statement, origin: Origin) -> Reconciled:
    """Compare a day with the books, and book every credit they lack exactly once.

    Operators and the platform only. Invalid for an account that is not ours, another currency, or a day not over yet.
    The same statement again compares again and books nothing.
    """
    _check(actor, statement)
    digest = _digest(statement)
    with transaction.atomic():
        fresh = Statement(
            account_code=statement.account_code,
            day=statement.day,
            origin=origin.value,
            digest=digest,
            lines=len(statement.entries),
            by_name=actor.name,
        )
        Statement.objects.bulk_create([fresh], ignore_conflicts=True)
        is_repeat = not Statement.objects.filter(pk=fresh.pk).exists()
        lines = [_compare(actor, statement, entry) for entry in statement.entries]
        lines += _missing_there(statement)
        found = _found(statement, lines, is_repeat=is_repeat)
        audit.record(
            actor,
            actions.IMPORT_STATEMENT,
            object_type="payments.statement",
            object_id=f"{statement.account_code}:{statement.day.isoformat()}",
            details={"origin": origin.value, "lines": len(statement.entries), "booked": found.booked, "digest": digest},
        )
    return found


def resolve_line(actor: Actor, *, line_id: UUID, note: str) -> None:
    """An operator says how a difference was settled. Conflict when it is settled already, Invalid without words."""
    note = nfc(note.strip())
    if actor.role is not Role.OPERATOR:
        raise NotPermitted("Chỉ người vận hành xử lý được chênh lệch.", code="not_operator")
    with transaction.atomic():
        line = StatementLine.objects.select_for_update().filter(pk=line_id).first()
        if line is None:
            raise NotFound("Không có dòng đối chiếu này.", code="line_not_found")
        if not 0 < len(note) <= LONGEST_NOTE:
            raise Invalid(f"Hãy ghi cách xử lý, từ 1 đến {LONGEST_NOTE} ký tự.", field="note")
        if line.resolved_at is not None:
            raise Conflict("Chênh lệch này đã được xử lý. Hãy tải lại trang.", code="line_resolved")
        _settle(line, note, by=actor.name)
        audit.record(actor, actions.RESOLVE_LINE, object_type="payments.statement_line", object_id=line_id)


def _check(actor: Actor, statement: port.Statement) -> None:
    _check_operator(actor)
    if account_by_code(statement.account_code) is None:
        raise Invalid("Sao kê của tài khoản không phải của chúng tôi.", code="wrong_account", field="file")
    if any(entry.currency != "VND" for entry in statement.entries):
        raise Invalid("Sao kê có dòng không bằng đồng Việt Nam.", code="wrong_currency", field="file")
    if statement.day > clock.today():
        raise Invalid("Sao kê của một ngày chưa tới.", code="bad_day", field="file")


def _check_operator(actor: Actor) -> None:
    if actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotPermitted("Chỉ người vận hành nhập được sao kê.", code="not_operator")


def _digest(statement: port.Statement) -> str:
    facts = [[e.side, e.bank_reference, e.amount, e.key] for e in statement.entries]
    return hashlib.sha256(json.dumps([statement.account_code, str(statement.day), facts]).encode()).hexdigest()


def _compare(actor: Actor, statement: port.Statement, entry: port.Entry) -> tuple[StatementLine, bool]:
    """The line of an entry, kept; True when its credit was booked from here."""
    is_debit = entry.side is port.Side.DEBIT
    ours = _paid_back(entry) if is_debit else _credited(statement.account_code, entry)
    is_booked = False
    if ours is None and not is_debit:
        told = BankCredit(
            account_code=statement.account_code,
            bank_reference=entry.bank_reference,
            amount=Dong(entry.amount),
            content=entry.content,
            booked_at=entry.booked_at,
        )
        book_credit(actor, credit=told, source=Source.STATEMENT)
        is_booked = True
    kind = LineKind.MISSING_HERE if ours is None else _kind(ours, entry.amount)
    line = _keep(statement, entry.bank_reference, is_debit, kind, theirs=entry.amount, ours=ours)
    if is_booked:
        _settle(line, FROM_STATEMENT)
    return line, is_booked


def _credited(account_code: str, entry: port.Entry) -> int | None:
    rows = Credit.objects.filter(account_code=account_code, bank_reference=entry.bank_reference)
    return rows.values_list("amount", flat=True).first()


def _paid_back(entry: port.Entry) -> int | None:
    """What a debit pays back by our books. A refund the statement shows is done, whatever we had heard."""
    refund_id, _, attempt = entry.key.partition(".")
    try:
        refund = Refund.objects.filter(pk=UUID(refund_id), attempt=int(attempt)).first()
    except ValueError:
        return None
    if refund is None:
        return None
    if refund.amount == entry.amount and refund.state != RefundState.DONE:
        note_done(refund.pk, bank_reference=entry.bank_reference)
    return refund.amount


def _kind(ours: int, theirs: int) -> LineKind:
    return LineKind.MATCHED if ours == theirs else LineKind.AMOUNT_DIFFERS


def _missing_there(statement: port.Statement) -> list[tuple[StatementLine, bool]]:
    """Movements of the day the books have and the statement has not."""
    told = {(entry.side is port.Side.DEBIT, entry.bank_reference) for entry in statement.entries}
    start = datetime.combine(statement.day, time(), clock.VN_TZ)
    credited = Credit.objects.filter(
        account_code=statement.account_code,
        method=Method.TRANSFER,
        booked_at__gte=start,
        booked_at__lt=start + DAY,
    ).values_list("bank_reference", "amount")
    paid_back = Refund.objects.filter(
        credit__account_code=statement.account_code,
        state=RefundState.DONE,
        finished_at__gte=start,
        finished_at__lt=start + DAY,
        credit__method=Method.TRANSFER,
    ).values_list("bank_reference", "amount")
    ours = [(False, *row) for row in credited] + [(True, *row) for row in paid_back]
    return [
        (_keep(statement, reference, is_debit, LineKind.MISSING_THERE, theirs=None, ours=amount), False)
        for is_debit, reference, amount in ours
        if (is_debit, reference) not in told
    ]


def _keep(
    statement: port.Statement,
    reference: str,
    is_debit: bool,
    kind: LineKind,
    *,
    theirs: int | None,
    ours: int | None,
) -> StatementLine:
    """Write the comparison over the earlier one of this movement; what agrees now is settled."""
    line, _ = StatementLine.objects.update_or_create(
        account_code=statement.account_code,
        day=statement.day,
        is_debit=is_debit,
        bank_reference=reference,
        defaults={"theirs": theirs, "ours": ours, "kind": kind.value, "compared_at": clock.now()},
    )
    if kind is LineKind.MATCHED and line.resolved_at is None:
        _settle(line, AGREES_NOW)
    return line


def _settle(line: StatementLine, words: str, *, by: str = SYSTEM.name) -> None:
    line.resolved_at, line.resolution, line.resolved_by = clock.now(), words, by
    line.save(update_fields=["resolved_at", "resolution", "resolved_by"])


def _found(statement: port.Statement, lines: list[tuple[StatementLine, bool]], *, is_repeat: bool) -> Reconciled:
    kinds = Counter(line.kind for line, _ in lines)
    return Reconciled(
        account_code=statement.account_code,
        day=statement.day,
        matched=kinds[LineKind.MATCHED],
        missing_here=kinds[LineKind.MISSING_HERE],
        missing_there=kinds[LineKind.MISSING_THERE],
        amount_differs=kinds[LineKind.AMOUNT_DIFFERS],
        booked=sum(is_booked for _, is_booked in lines),
        is_repeat=is_repeat,
    )
