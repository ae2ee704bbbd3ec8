"""Reads of the ledger. No personal data is in it; who may see an account is for the package that opened it to say."""

from django.db import connection

from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.money import Dong
from dean06.kernel.payments.models import Account
from dean06.kernel.payments.types import Balance, BookFinding

# The sums an account should have, from the transfers alone.
RECOUNT = """
WITH effect AS (
    SELECT transfer.debit_id, transfer.credit_id,
        CASE WHEN transfer.kind IN ('direct', 'settle') THEN transfer.amount ELSE 0 END AS moved,
        CASE WHEN transfer.kind = 'hold' THEN transfer.amount ELSE 0 END - coalesce(held.amount, 0) AS set_aside
    FROM payments_transfer transfer LEFT JOIN payments_transfer held ON held.id = transfer.hold_id
), side AS (
    SELECT debit_id AS account_id, moved AS debits, 0 AS credits, set_aside AS held_debits, 0 AS held_credits
    FROM effect
    UNION ALL SELECT credit_id, 0, moved, 0, set_aside FROM effect
), expected AS (
    SELECT account_id, sum(debits) AS debits, sum(credits) AS credits,
        sum(held_debits) AS held_debits, sum(held_credits) AS held_credits
    FROM side GROUP BY account_id
)
SELECT account.code FROM payments_account account LEFT JOIN expected ON expected.account_id = account.id
WHERE (account.debits, account.credits, account.held_debits, account.held_credits) IS DISTINCT FROM
    (coalesce(expected.debits, 0), coalesce(expected.credits, 0),
     coalesce(expected.held_debits, 0), coalesce(expected.held_credits, 0))
ORDER BY account.code
"""
TOTALS = "SELECT coalesce(sum(debits - credits), 0), coalesce(sum(held_debits - held_credits), 0) FROM payments_account"


def balance(code: str) -> Balance:
    """Sums of an account now; NotFound when nobody opened it."""
    row = Account.objects.filter(code=code).first()
    if row is None:
        raise NotFound("Không có tài khoản này.", code="no_account")
    return Balance(
        debits=Dong(row.debits),
        credits=Dong(row.credits),
        held_debits=Dong(row.held_debits),
        held_credits=Dong(row.held_credits),
    )


def check_books() -> list[BookFinding]:
    """Recount every account from its transfers and both sides of the whole; empty when the books are right."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        findings = [
            BookFinding(account=code, message=f"Tài khoản {code} có số dư khác tổng các bút toán.")
            for (code,) in cursor.fetchall()
        ]
        cursor.execute(TOTALS)
        if any(cursor.fetchone() or ()):
            findings.append(BookFinding(account="", message="Tổng ghi nợ và tổng ghi có của sổ cái không bằng nhau."))
    return findings
