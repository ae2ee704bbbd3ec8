"""A register to be sealed, and ways to tamper with a proof."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.kernel.documents.wallet import UNIT, officer

from dean06.kernel.base.actor import Actor
from dean06.kernel.documents import api
from dean06.kernel.documents.types import RegisterRow

REGISTER = "thu.so:2026"


def rows(count: int, words: str = "Trần Thị Hoa") -> Iterator[RegisterRow]:
    """Lines of a book."""
    for number in range(count):
        content = json.dumps({"Số": str(number), "Người": words}, ensure_ascii=False).encode()
        yield RegisterRow(key=f"dong-{number}", content=content)


def seal(count: int = 5, actor: Actor | None = None, **changes: Any) -> UUID:
    """A book sealed."""
    said = {"unit_code": UNIT, "register": REGISTER, "title": "Sổ thử năm 2026", "rows": rows(count)} | changes
    return api.seal_register(actor or officer(), **said)


def proof(number: int = 2, registers: str = REGISTER) -> dict[str, Any]:
    """The proof of a row, taken apart."""
    return json.loads(api.row_proof(f"dong-{number}", registers=registers).data)


def written(said: dict[str, Any], **changes: Any) -> bytes:
    """A proof put together again."""
    return json.dumps(said | changes, ensure_ascii=False).encode()


def sheet_of(said: dict[str, Any]) -> bytes:
    """The signed sheet in it."""
    return base64.b64decode(said["sheet"])


def as_sheet(pdf: bytes) -> str:
    """As it stands in a proof."""
    return base64.b64encode(pdf).decode()
