"""Transfers as their author wants them, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dean06.kernel.base.money import Dong


class Limit(StrEnum):
    """What the database refuses an account, holds counted in."""

    NONE = "none"
    NO_OVERDRAFT = "no_overdraft"  # debits must not exceed credits: somebody's money with us
    NO_OVERFILL = "no_overfill"  # credits must not exceed debits: what somebody owes us


class Kind(StrEnum):
    """What a transfer does. The last three end a hold; a hold ends exactly once."""

    DIRECT = "direct"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"
    EXPIRE = "expire"


ENDS_HOLD = (Kind.SETTLE, Kind.RELEASE, Kind.EXPIRE)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One transfer as its author wants it; made by ``direct``, ``hold``, ``settle`` and ``release``.

    ``debit`` and ``credit`` are account codes, empty when a hold is ended (it names them); ``amount`` is None for the
    whole hold; ``expires_at`` (aware) belongs to holds only.
    """

    kind: Kind
    debit: str = ""
    credit: str = ""
    amount: Dong | None = None
    hold_id: UUID | None = None
    expires_at: datetime | None = None


def direct(debit: str, credit: str, amount: Dong) -> Draft:
    """Move an amount for good."""
    return Draft(kind=Kind.DIRECT, debit=debit, credit=credit, amount=amount)


def hold(debit: str, credit: str, amount: Dong, *, expires_at: datetime) -> Draft:
    """Set an amount aside until it is settled or released, at the latest until ``expires_at``."""
    return Draft(kind=Kind.HOLD, debit=debit, credit=credit, amount=amount, expires_at=expires_at)


def settle(hold_id: UUID, amount: Dong | None = None) -> Draft:
    """Turn a hold into a movement; with a smaller amount the rest goes back at once."""
    return Draft(kind=Kind.SETTLE, hold_id=hold_id, amount=amount)


def release(hold_id: UUID) -> Draft:
    """Give a hold back whole."""
    return Draft(kind=Kind.RELEASE, hold_id=hold_id)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What was written: ids of the transfers in the order of the drafts; ``is_repeat``: the key had done it before."""

    posting_id: UUID
    transfer_ids: tuple[UUID, ...]
    is_repeat: bool


@dataclass(frozen=True, kw_only=True)
class Balance:
    """An account's sums in đồng: what has moved, and what is held."""

    debits: Dong
    credits: Dong
    held_debits: Dong
    held_credits: Dong

    @property
    def available(self) -> int:
        """Credits less debits and less what is held from them: what may still be taken from somebody's money."""
        return self.credits - self.debits - self.held_debits


@dataclass(frozen=True, kw_only=True)
class BookFinding:
    """One thing wrong with the books, said in Vietnamese; ``account`` is empty when it concerns them all."""

    account: str
    message: str
