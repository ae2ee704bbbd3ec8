"""Into which bank account a unit collects: dated data, read once. A wrong file names itself and the entry."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dean06.kernel.base.errors import Conflict

FILE = Path(__file__).with_name("data") / "collecting_accounts.toml"
ANY_UNIT = "*"


@dataclass(frozen=True, kw_only=True)
class CollectingAccount:
    """A bank account from a day on (``valid_until`` excluded), and the units that collect into it."""

    units: tuple[str, ...]
    bank: str  # six-digit BIN of NAPAS
    bank_name: str
    number: str
    holder: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool

    @property
    def code(self) -> str:
        """How the ledger and the bank's messages name it: BIN and number."""
        return f"{self.bank}.{self.number}"

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@cache
def accounts() -> tuple[CollectingAccount, ...]:
    """Every row of the file."""
    return tuple(
        CollectingAccount(
            units=tuple(row["units"]),
            bank=row["bank"],
            bank_name=row["bank_name"],
            number=row["number"],
            holder=row["holder"],
            valid_from=row["valid_from"],
            valid_until=row.get("valid_until"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["account"]
    )


def account_of(unit_code: str, day: date) -> CollectingAccount:
    """Where a unit collects on a day: its own account, else the common one. Conflict when there is none."""
    valid = [one for one in accounts() if one.is_valid_on(day)]
    own = [one for one in valid if unit_code in one.units]
    found = (own or [one for one in valid if ANY_UNIT in one.units])[:1]
    if not found:
        raise Conflict(
            f"Đơn vị “{unit_code}” chưa có tài khoản thu. Người vận hành cần khai báo tài khoản.", code="no_account"
        )
    return found[0]


def account_by_code(code: str) -> CollectingAccount | None:
    """The account of a code, however old; None when it is none of ours."""
    return next((one for one in accounts() if one.code == code), None)
