"""What is hashed: the canonical form of one entry, and the commitment to the persons it concerns. Pure.

The body is JSON with keys in code-point order, no spaces, UTF-8, no floating point; a change of the form gets a new
``v`` and old bodies stay as they are. Form 2 adds what caused the act (``case``), the machine that did it (``device``)
and the first day the persons are told of it (``release_on``). Persons are not listed in the body: it holds their number
and the Merkle root of one salted leaf each, so that a person's bundle proves "you are in this act" without naming the
others in it.
"""

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from dean06.kernel.audit import tree
from dean06.kernel.audit.types import MAX_REFERENCE
from dean06.kernel.base.actor import Actor

FORM = 2
FORMS = (1, 2)
NEW_IN_2 = {"case": "", "device": "", "release_on": None}
MAX_BODY_BYTES = 16 * 1024
MAX_OBJECT_ID = 200
MAX_NAME = 100
SALT_SIZE = 16
LONGEST_DELAY = timedelta(days=5 * 366)  # ours, so that a slip of the pen does not hide a look for ever

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


@dataclass(frozen=True, kw_only=True)
class Act:
    """The facts of one entry, before they are written down."""

    id: UUID
    at: datetime
    actor: Actor
    action: str
    object_type: str
    object_id: str
    purpose: str
    legal_basis: str
    fields: tuple[str, ...]
    details: Mapping[str, Any]
    case_ref: str = ""
    device: str = ""
    release_on: date | None = None

    def __post_init__(self) -> None:
        if not _is_name(self.action) or "." not in self.action:
            raise ValueError(f"action {self.action!r}: expected a name like programme.decide_contradiction")
        if not _is_name(self.object_type):
            raise ValueError(f"object type {self.object_type!r}: expected a name like programme.assignment")
        if not self.object_id.isprintable() or len(self.object_id) > MAX_OBJECT_ID:
            raise ValueError(f"object id: expected at most {MAX_OBJECT_ID} printable characters")
        if any(not text.isprintable() or len(text) > MAX_REFERENCE for text in (self.case_ref, self.device)):
            raise ValueError(f"case and device: expected at most {MAX_REFERENCE} printable characters each")
        if self.release_on and self.release_on > self.at.date() + LONGEST_DELAY:
            raise ValueError(f"release_on: a look may be kept from the person for {LONGEST_DELAY.days} days at most")


@dataclass(frozen=True)
class Subject:
    """One person an act concerns, with the salt that hides the person in the commitment."""

    party_id: UUID
    salt: bytes

    @property
    def leaf(self) -> bytes:
        """Leaf of the commitment tree."""
        return tree.leaf_hash(self.salt + self.party_id.bytes)


def commit_to(parties: Iterable[UUID]) -> tuple[Subject, ...]:
    """Each person once, in the order of the commitment tree, with a fresh salt."""
    return tuple(Subject(party, secrets.token_bytes(SALT_SIZE)) for party in sorted(set(parties)))


def commitment(subjects: Sequence[Subject]) -> dict[str, Any]:
    """What the body says about the persons: how many, and the root over them."""
    return {"count": len(subjects), "root": tree.root_of(subject.leaf for subject in subjects).hex()}


def serialise(act: Act, subjects: Sequence[Subject]) -> str:
    """The canonical body; ValueError when it is too long, TypeError when a detail has no canonical form."""
    actor = act.actor
    body = _dump(
        {
            "v": FORM,
            "id": str(act.id),
            "at": instant_text(act.at),
            "actor": {
                "user": _text(actor.user_id),
                "party": _text(actor.party_id),
                "role": str(actor.role),
                "unit": actor.unit_code,
                "unit_name": actor.unit_name,
                "post": actor.post,
                "level": actor.assurance_level,
            },
            "action": act.action,
            "object": {"type": act.object_type, "id": act.object_id},
            "purpose": act.purpose,
            "legal_basis": act.legal_basis,
            "fields": list(act.fields),
            "subjects": commitment(subjects),
            "details": _plain(act.details),
            "request": actor.request_id,
            "case": act.case_ref,
            "device": act.device,
            "release_on": act.release_on and act.release_on.isoformat(),
        }
    )
    if len(body.encode()) > MAX_BODY_BYTES:
        raise ValueError(f"an audit entry holds at most {MAX_BODY_BYTES} bytes; refer to large things by their ids")
    return body


def read(body: str) -> dict[str, Any]:
    """A body of any form, what form 1 did not know being empty; ValueError when it is not one."""
    content = json.loads(body)
    if not isinstance(content, dict) or content.get("v") not in FORMS:
        raise ValueError("not an audit entry of a known form")
    return {**NEW_IN_2, **content}


def leaf_of(body: str) -> bytes:
    """Leaf hash of a body."""
    return tree.leaf_hash(body.encode())


def instant_text(instant: datetime) -> str:
    """An aware instant in UTC, always with microseconds: one instant, one text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _dump(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """The value in JSON's own types; floats are refused because they have no one spelling."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        return [_plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} cannot be written into an audit entry")


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _is_name(text: str) -> bool:
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None
