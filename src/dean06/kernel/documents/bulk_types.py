"""Documents ordered many at a time, as callers and pages see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class IssueOrder:
    """One document to be issued; ``reference`` names the act it comes of, as for ``issue_document``."""

    reference: str
    holder_id: UUID
    number: str
    facts: Mapping[str, str] = field(repr=False)
    case_ref: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class BulkProgress:
    """How far an order has come. ``problems``: the first lines refused, reference and reason."""

    id: UUID
    kind_name: str
    unit_code: str
    total: int
    issued: int
    refused: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problems: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> int:
        """Those still to be decided."""
        return self.total - self.issued - self.refused
