"""Checks a bundle a person brings, with the log's own code: a second reading of what the stand-alone scripts check.

The scripts in ``docs`` share no line with this, and the tests hold the two against each other.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from dean06.kernel.audit import entry, note, person_map, tree
from dean06.kernel.audit.bundle import FORMAT
from dean06.kernel.audit.note import Checkpoint, NoteError, Verifier
from dean06.kernel.audit.person_map import Path, Person
from dean06.kernel.audit.tree import ProofError


class BundleRefused(Exception):
    """The bundle does not prove what it says; the message (Vietnamese) begins with what is wrong."""


@dataclass(frozen=True, kw_only=True)
class BundleResult:
    """What a bundle proves: ``entries`` of the person, none left out, in a log of ``size`` entries.

    ``confirmed``: entries under the newest of its checkpoints that the witness signed, at ``confirmed_at``; 0 for none.
    """

    party: UUID
    entries: int
    size: int
    notes: tuple[str, ...]
    confirmed: int = 0
    confirmed_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        """True when the witness signed the very checkpoint the list is complete for."""
        return self.confirmed_at is not None and self.confirmed == self.size


def verify_bundle(text: str, *, log: Verifier, witness: Verifier | None) -> BundleResult:
    """Check a bundle of form 2 against the keys of the log and of a witness; BundleRefused."""
    try:
        return _verified(json.loads(text), log, witness)
    except (NoteError, ProofError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise BundleRefused(f"Tệp bằng chứng không đúng ({error}).") from error


def _verified(bundle: dict[str, Any], log: Verifier, witness: Verifier | None) -> BundleResult:
    _need(bundle["format"] == FORMAT, f"the form is not {FORMAT}")
    party, head = UUID(bundle["party"]), _checkpoint(bundle["checkpoint"], log)
    after = head.size
    for past in bundle["past"]:
        before = _checkpoint(past["checkpoint"], log)
        # Two checkpoints of one size would be two indexes of persons under one root: the proof of growth cannot tell.
        _need(before.size < after, "the past checkpoints do not get smaller")
        after = before.size
        tree.verify_consistency(before.size, head.size, _hashes(past["path"]), before.root, head.root)
    _need(head.index is not None, "the checkpoint has no index of persons")
    own, place = _chain(bundle["entries"], party, head), _place(bundle["index"])
    _need(person_map.verify(own.key, place, head.index or b"") == own, "the list is not complete")
    notes = (bundle["checkpoint"], *(past["checkpoint"] for past in bundle["past"]))
    confirmed, at = _confirmed(notes, witness) if witness else (0, None)
    return BundleResult(
        party=party, entries=own.count, size=head.size, notes=notes, confirmed=confirmed, confirmed_at=at
    )


def _checkpoint(text: str, log: Verifier) -> Checkpoint:
    head = Checkpoint.parse(note.open_note(text, [log])[0])
    _need(head.origin == log.name, "the checkpoint is of another log")
    return head


def _chain(entries: Sequence[dict[str, Any]], party: UUID, head: Checkpoint) -> Person:
    """The person as these entries make her, each proven to be in the log and about her."""
    person, before = person_map.nobody_yet(person_map.key_of(party)), -1
    for one in entries:
        place, body = one["index"], one.get("body")
        _need(before < place, "the entries are out of order")
        leaf = entry.leaf_of(body) if body is not None else _hash(one["leaf"])
        tree.verify_inclusion(leaf, place, head.size, _hashes(one["path"]), head.root)
        told_from = one["release_on"] if body is None else _about(json.loads(body), party, one["subject"])
        person = person_map.link(person, place, leaf, date.fromisoformat(told_from) if told_from else None)
        before = place
    return person


def _about(body: dict[str, Any], party: UUID, who: dict[str, Any]) -> str:
    """The entry names the person among its subjects; the day from which it may be told, "" for at once."""
    leaf = entry.Subject(party, base64.b64decode(who["salt"], validate=True)).leaf
    subjects = body["subjects"]
    root, path = bytes.fromhex(subjects["root"]), _hashes(who["path"])
    tree.verify_inclusion(leaf, who["position"], subjects["count"], path, root)
    return str(body.get("release_on") or "")


def _place(index: dict[str, Any] | None) -> Path:
    if index is None:
        return Path(None, ())
    steps = tuple((bit, _hash(other)) for bit, other in index["path"])
    return Path(Person(_hash(index["key"]), index["count"], _hash(index["head"])), steps)


def _confirmed(notes: Sequence[str], witness: Verifier) -> tuple[int, datetime | None]:
    """Size of the newest checkpoint with the witness's signature, and when it signed; each line under it must hold."""
    for text in notes:
        lines = [line for line in text.rpartition("\n\n")[2].splitlines() if _is_of(line, witness)]
        seconds = [note.cosignature(text, [line], witness)[1] for line in lines]
        if seconds:
            size = Checkpoint.parse(text.rpartition("\n\n")[0] + "\n").size
            return size, datetime.fromtimestamp(seconds[-1], UTC)
    return 0, None


def _is_of(line: str, witness: Verifier) -> bool:
    return note.signer_of(line) == (witness.name, witness.key_id)


def _hashes(encoded: Sequence[str]) -> list[bytes]:
    return [_hash(one) for one in encoded]


def _hash(encoded: str) -> bytes:
    value = base64.b64decode(encoded, validate=True)
    _need(len(value) == tree.HASH_SIZE, "a hash of another length")
    return value


def _need(truth: bool, complaint: str) -> None:
    if not truth:
        raise ValueError(complaint)
