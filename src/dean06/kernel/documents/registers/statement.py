"""What a seal says, in the words a machine reads: they stand in the keywords of the signed sheet."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dean06.kernel.audit.tree import HASH_SIZE

# Believed only under a good signature, as the mark of a document is.
MARK: Final = "dean06-seal:"
FORM: Final = "dean06-seal/1"
MOST_ROWS: Final = 200_000
_WRITTEN = re.compile(re.escape(MARK) + r"([A-Za-z0-9_-]{1,4000})")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Who sealed what: ``unit`` as its certificate names it, ``root`` of the tree (RFC 6962) over ``size`` rows."""

    id: UUID
    unit: str
    register: str
    title: str
    size: int
    root: bytes
    sealed_at: datetime

    def mark(self) -> str:
        """As it stands in the keywords."""
        said = {
            "form": FORM,
            "id": str(self.id),
            "unit": self.unit,
            "register": self.register,
            "title": self.title,
            "size": self.size,
            "root": self.root.hex(),
            "sealed_at": self.sealed_at.isoformat(),
        }
        words = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        return MARK + base64.urlsafe_b64encode(words).rstrip(b"=").decode("ascii")


def statement_in(keywords: str) -> Statement | None:
    """The statement somebody wrote into the keywords; None for none or a broken one."""
    found = _WRITTEN.fullmatch(keywords.strip())
    if found is None:
        return None
    try:
        return _read(json.loads(base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None


def _read(said: dict[str, Any]) -> Statement:
    root, size = bytes.fromhex(said["root"]), said["size"]
    words = [said[name] for name in ("unit", "register", "title")]
    if said["form"] != FORM or type(size) is not int or not 0 < size <= MOST_ROWS or len(root) != HASH_SIZE:
        raise ValueError("another form of seal")
    if not all(isinstance(one, str) and one for one in words):
        raise ValueError("a seal without words")
    at = datetime.fromisoformat(said["sealed_at"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    unit, register, title = words
    return Statement(id=UUID(said["id"]), unit=unit, register=register, title=title, size=size, root=root, sealed_at=at)
