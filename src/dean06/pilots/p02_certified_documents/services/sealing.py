"""Sealing the book of a year: every numbered line under one signature of the unit, each provable by itself."""

import json
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import RegisterRow
from dean06.pilots.p02_certified_documents import selectors
from dean06.pilots.p02_certified_documents.rules import register_name
from dean06.pilots.p02_certified_documents.services import writing

TITLE = "Sổ chứng thực bản sao năm {year}, từ số {first} đến số {last}"
READ_AT_ONCE = 500


def seal_year(actor: Actor, *, year: int) -> UUID:
    """Seal the actor's unit's book of a year as it is now; unchanged it is sealed once. Nobody is shown a line.

    Invalid for a year without numbers or to come, NotPermitted, Conflict ``no_signing_key``.
    """
    issuer = writing.issuer_for(actor)
    span = selectors.numbers_of(issuer, year)
    if year > clock.today().year or span is None:
        raise Invalid(f"Sổ năm {year} chưa có số chứng thực nào để niêm phong.", field="year", code="empty_book")
    return documents.seal_register(
        actor,
        unit_code=issuer,
        register=register_name(issuer, year),
        title=TITLE.format(year=year, first=span[0], last=span[1]),
        rows=_rows(issuer, year),
    )


def _rows(issuer: str, year: int) -> Iterator[RegisterRow]:
    """Lines in the order of their numbers, a few hundred at a time."""
    every = selectors.numbered(issuer, year).iterator(chunk_size=READ_AT_ONCE)
    while some := list(islice(every, READ_AT_ONCE)):
        for line in selectors.book_rows(some):
            words = json.dumps(line.columns, ensure_ascii=False, separators=(",", ":"))
            yield RegisterRow(key=str(line.id), content=words.encode())
