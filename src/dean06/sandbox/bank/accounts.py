"""The bank's books: entries of the collecting accounts, and refunds by the key they were asked under."""

import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
BANK = "000600"
OPENING = 1_000_000
REFERENCE_BYTES = 6


class Refused(Exception):
    """The bank will not do it; the message is Vietnamese."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One booked movement; ``key`` and ``original`` belong to refunds."""

    account: str
    side: str
    reference: str
    amount: int
    content: str
    booked_at: str
    payer: str = ""
    key: str = ""
    original: str = ""

    @property
    def day(self) -> date:
        """The day in Việt Nam it was booked on."""
        return datetime.fromisoformat(self.booked_at).astimezone(VIETNAM).date()


@dataclass
class Refund:
    """An order to pay back; asked again under its key it is the same one."""

    key: str
    asked: dict[str, Any]
    status: str
    reference: str = ""
    reason: str = ""

    def told(self) -> dict[str, str]:
        """As it goes over the wire."""
        return {"key": self.key, "status": self.status, "reference": self.reference, "reason": self.reason}


@dataclass
class Books:
    """All entries in memory; appended to a file so that yesterday's statement survives a restart."""

    file: Path | None = None
    entries: list[Entry] = field(default_factory=list)
    refunds: dict[str, Refund] = field(default_factory=dict)

    def load(self) -> None:
        """Read what an earlier process booked."""
        if self.file and self.file.exists():
            lines = self.file.read_text(encoding="utf-8").splitlines()
            self.entries = [Entry(**json.loads(line)) for line in lines]
            self.refunds = {
                one.key: Refund(key=one.key, asked={}, status="done", reference=one.reference)
                for one in self.entries
                if one.key
            }

    def forget(self) -> None:
        """An empty bank."""
        self.entries, self.refunds = [], {}
        if self.file:
            self.file.unlink(missing_ok=True)

    def credit(self, account: str, amount: int, content: str, *, payer: str = "", reference: str = "") -> Entry:
        """Somebody pays into an account."""
        if amount <= 0:
            raise Refused("Số tiền phải lớn hơn 0.")
        return self._book(
            Entry(
                account=account,
                side="credit",
                reference=reference or _reference("FT"),
                amount=amount,
                content=content,
                booked_at=_now(),
                payer=payer,
            )
        )

    def refund(self, key: str, asked: dict[str, Any], *, is_pending: bool, is_rejected: bool) -> tuple[Refund, bool]:
        """Pay back once a key; True when this call made it. Refused when the key was used for another order."""
        known = self.refunds.get(key)
        if known is not None:
            if known.asked and known.asked != asked:
                raise Refused("Khóa này đã dùng cho một lệnh khác.")
            return known, False
        refund = Refund(key=key, asked=asked, status="accepted")
        self.refunds[key] = refund
        if is_rejected:
            refund.status, refund.reason = "rejected", "Tài khoản người nhận đã đóng"
        elif not is_pending:
            self.settle(refund)
        return refund, True

    def settle(self, refund: Refund) -> None:
        """Pay an accepted refund, or reject it when the original is unknown or used up."""
        account, original = refund.asked["account"], refund.asked["original_reference"]
        came = sum(one.amount for one in self.entries if one.account == account and one.reference == original)
        gone = sum(one.amount for one in self.entries if one.account == account and one.original == original)
        if gone + refund.asked["amount"] > came:
            refund.status, refund.reason = "rejected", "Không có giao dịch gốc, hoặc số tiền lớn hơn giao dịch gốc"
            return
        entry = self._book(
            Entry(
                account=account,
                side="debit",
                reference=_reference("RF"),
                amount=refund.asked["amount"],
                content=refund.asked.get("words", ""),
                booked_at=_now(),
                key=refund.key,
                original=original,
            )
        )
        refund.status, refund.reference = "done", entry.reference

    def of_day(self, account: str, day: date) -> list[Entry]:
        """Entries of an account booked on a day, oldest first."""
        return [one for one in self.entries if one.account == account and one.day == day]

    def opening(self, account: str, day: date) -> int:
        """Balance when the day began."""
        before = [one for one in self.entries if one.account == account and one.day < day]
        return OPENING + sum(one.amount if one.side == "credit" else -one.amount for one in before)

    def _book(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        if self.file:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        return entry


def _reference(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(REFERENCE_BYTES).upper()}"


def _now() -> str:
    return datetime.now(VIETNAM).isoformat(timespec="seconds")
