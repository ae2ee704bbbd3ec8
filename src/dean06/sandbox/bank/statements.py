"""A day of an account as camt.053 and as CSV."""

import csv
import io
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from dean06.sandbox.bank.accounts import VIETNAM, Entry

HEADS = ("Tài khoản", "Thời gian", "Số tham chiếu", "Ghi có", "Ghi nợ", "Nội dung", "Mã lệnh")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
FORMULA = ("=", "+", "-", "@")


def as_camt(account: str, day: date, opening: int, entries: list[Entry]) -> str:
    """camt.053.001.08: one statement with its two balances and one entry a movement."""
    bank, _, number = account.partition(".")
    closing = opening + sum(one.amount if one.side == "credit" else -one.amount for one in entries)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}">\n<BkToCstmrStmt>\n'
        f"<GrpHdr><MsgId>{number}-{day:%Y%m%d}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>\n"
        f"<Stmt>\n<Id>{number}-{day:%Y%m%d}</Id>\n<CreDtTm>{made}</CreDtTm>\n"
        f"<Acct><Id><Othr><Id>{number}</Id></Othr></Id><Ccy>VND</Ccy><Svcr><FinInstnId><ClrSysMmbId>"
        f"<MmbId>{bank}</MmbId></ClrSysMmbId></FinInstnId></Svcr></Acct>\n"
        f"{_balance('OPBD', opening, day)}{_balance('CLBD', closing, day)}"
        f"{''.join(map(_entry, entries))}</Stmt>\n</BkToCstmrStmt>\n</Document>\n"
    )


def as_csv(entries: list[Entry]) -> str:
    """One line a movement; what a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for one in entries:
        booked = datetime.fromisoformat(one.booked_at).astimezone(VIETNAM)
        came, went = (one.amount, "") if one.side == "credit" else ("", one.amount)
        content = f"'{one.content}" if one.content.startswith(FORMULA) else one.content
        row = (one.account, f"{booked:%d/%m/%Y %H:%M:%S}", one.reference, came, went, content, one.key)
        writer.writerow(row)
    return "\ufeff" + out.getvalue()


def bomb() -> str:
    """A document of nested entities, and one that reads a file of whoever opens it."""
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{levels}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f'<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><Stmt><Id>&a9;&f;</Id></Stmt></BkToCstmrStmt></Document>'
    )


def _balance(code: str, amount: int, day: date) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="VND">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day.isoformat()}</Dt></Dt></Bal>\n"
    )


def _entry(one: Entry) -> str:
    side = "CRDT" if one.side == "credit" else "DBIT"
    return (
        f'<Ntry><Amt Ccy="VND">{one.amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><DtTm>{one.booked_at}</DtTm></BookgDt><AcctSvcrRef>{one.reference}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{escape(one.key) or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RmtInf><Ustrd>{escape(one.content)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
