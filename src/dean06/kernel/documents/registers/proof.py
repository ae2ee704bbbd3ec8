"""The file that proves one row to be in a sealed register: the row, its path and the signed sheet, as JSON."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any, Final

from dean06.kernel.audit.tree import HASH_SIZE
from dean06.kernel.documents.registers.statement import MOST_ROWS, Statement
from dean06.kernel.documents.registers.tree import SALT_BYTES, ProofError, leaf, verify_inclusion

FORM: Final = "dean06-seal-proof/1"
LARGEST_PROOF: Final = 20 * 1024 * 1024
LONGEST_PATH: Final = MOST_ROWS.bit_length()


@dataclass(frozen=True, kw_only=True)
class RowProof:
    """One row, where it stands and what leads from it to the root; ``sheet`` is the signed PDF that names the root."""

    content: bytes = field(repr=False)
    salt: bytes
    index: int
    path: tuple[bytes, ...]
    sheet: bytes = field(repr=False)

    def written(self) -> bytes:
        """The file."""
        said = {
            "form": FORM,
            "row": self.content.decode(),
            "salt": self.salt.hex(),
            "index": self.index,
            "path": [one.hex() for one in self.path],
            "sheet": base64.b64encode(self.sheet).decode("ascii"),
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()

    def is_included(self, statement: Statement) -> bool:
        """Whether the row is, at its place, in the tree that was sealed. The size is what the signature says."""
        try:
            verify_inclusion(leaf(self.salt, self.content), self.index, statement.size, self.path, statement.root)
        except ProofError:
            return False
        return True


def looks_like_one(data: bytes) -> bool:
    """Whether a file says it is a proof; nothing is believed yet."""
    head = data[:200].lstrip()
    return head.startswith(b"{") and FORM.partition("/")[0].encode() in head


def read_proof(data: bytes) -> RowProof | None:
    """The proof a file holds; None for a broken one."""
    if len(data) > LARGEST_PROOF:
        return None
    try:
        return _read(json.loads(data, object_pairs_hook=_once))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object with no name twice: readers differ in which one they believe."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _read(said: dict[str, Any]) -> RowProof:
    index, path, salt = said["index"], tuple(bytes.fromhex(one) for one in said["path"]), bytes.fromhex(said["salt"])
    if said["form"] != FORM or type(index) is not int or len(salt) != SALT_BYTES or len(path) > LONGEST_PATH:
        raise ValueError("another form of proof")
    if any(len(one) != HASH_SIZE for one in path):
        raise ValueError("a hash of another size")
    sheet = base64.b64decode(said["sheet"], validate=True)
    return RowProof(content=said["row"].encode(), salt=salt, index=index, path=path, sheet=sheet)
