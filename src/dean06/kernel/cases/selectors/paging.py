"""Pages that go on after the last line seen, so that a long queue costs the same on every page and skips nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from dean06.kernel.base.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Some lines, and the key of the next page ("" when there is none)."""

    items: tuple[T, ...]
    after: str


def key_of(at: datetime, pk: UUID) -> str:
    """The place of a line in the order."""
    return f"{at.isoformat()}~{pk}"


def after_key(key: str) -> tuple[datetime, UUID]:
    """A place back into its parts. Invalid for anything that is not one."""
    at, _, pk = key.partition("~")
    try:
        moment, row = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        raise Invalid("Trang này không còn. Hãy xem lại từ đầu.", code="bad_page", field="after") from None
    if moment.tzinfo is None:
        raise Invalid("Trang này không còn. Hãy xem lại từ đầu.", code="bad_page", field="after")
    return moment, row
