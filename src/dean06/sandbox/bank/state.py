"""What one running twin holds."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from dean06.sandbox.bank.accounts import Books
from dean06.sandbox.bank.faults import Faults
from dean06.sandbox.bank.notices import Notifier


@dataclass
class Bank:
    """Books, notices, switches; ``customers`` are the invented people's names by key."""

    books: Books
    notifier: Notifier
    faults: Faults
    token: str
    admin_token: str
    customers: dict[str, str] = field(default_factory=dict)


def read_customers(path: Path) -> dict[str, str]:
    """Names by key from the shared file of invented people; ValueError when it is not marked fictional."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if data.get("fictional") is not True:
        raise ValueError(f"{path}: not marked as fictional people")
    return {person["key"]: person["full_name"] for person in data["people"]}
