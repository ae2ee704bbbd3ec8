"""The authenticated map of persons: one root over everybody's list of entries. Pure: knows neither rows nor Django.

Each person's list is a hash chain that starts at the person's key, SHA-256 of the party id; ``link`` adds an entry. The
map holds (key, count, head of the chain) as leaves of a binary trie over the bits of the key in which only branching
nodes exist, each hashed with the number of the bit it branches on. So the root depends on the set of leaves alone, a
path is about log2(persons) long, and the path of a person who is *not* in the map ends at another person's leaf: who
follows the bits of one's own key and arrives at somebody else is not there (docs/adr/0014-complete-lists.md).

For storage the first 16 bits are cut into two levels of pages of 256 hashes; below are buckets of whole leaves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from dean06.kernel.audit.tree import ProofError

LEAF_PREFIX, NODE_PREFIX, LINK_PREFIX = b"\x10", b"\x11", b"\x12"  # none that a tree of RFC 6962 uses
EMPTY = bytes(32)  # no person below; also the root of the empty map
WIDTH = 256  # children of a page
PREFIX_SIZE = 2  # bytes of the key that name a bucket
KEY_BITS = 256

Step = tuple[int, bytes]  # bit of the key, hash of the other side


@dataclass(frozen=True, slots=True)
class Person:
    """One leaf: how many entries concern the person, and the head of the chain over them."""

    key: bytes
    count: int
    head: bytes

    @property
    def leaf(self) -> bytes:
        """Hash of the leaf."""
        return sha256(LEAF_PREFIX + self.key + self.count.to_bytes(8) + self.head).digest()

    @property
    def prefix(self) -> bytes:
        """Name of the bucket."""
        return self.key[:PREFIX_SIZE]


@dataclass(frozen=True)
class Path:
    """Way from the leaf the key leads to (None in an empty map) up to the root, deepest step first."""

    found: Person | None
    steps: tuple[Step, ...]


def key_of(party_id: UUID) -> bytes:
    """The person's key."""
    return sha256(party_id.bytes).digest()


def nobody_yet(key: bytes) -> Person:
    """The chain before its first entry."""
    return Person(key, 0, key)


def link(person: Person, index: int, leaf_hash: bytes, release_on: date | None) -> Person:
    """The person after one more entry: its place in the log, its leaf hash, and the day it may be shown from."""
    release = release_on.isoformat().encode() if release_on else b""
    head = sha256(LINK_PREFIX + person.head + index.to_bytes(8) + leaf_hash + release).digest()
    return Person(person.key, person.count + 1, head)


def join(bit: int, left: bytes, right: bytes) -> bytes:
    """Hash of two neighbours that differ first at ``bit``; an empty side does not make a node."""
    if EMPTY in {left, right}:
        return right if left == EMPTY else left
    return sha256(NODE_PREFIX + bytes([bit]) + left + right).digest()


def fold(children: Sequence[bytes], top_bit: int) -> bytes:
    """Hash over 2**k neighbours, the highest branching on ``top_bit``."""
    level, bit = list(children), top_bit + len(children).bit_length() - 2
    while len(level) > 1:
        level = [join(bit, left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
        bit -= 1
    return level[0]


def bucket_hash(persons: Sequence[Person]) -> bytes:
    """Hash over the persons of one bucket, sorted by key."""
    if len(persons) < 2:
        return persons[0].leaf if persons else EMPTY
    bit, middle = _branch(persons)
    return join(bit, bucket_hash(persons[:middle]), bucket_hash(persons[middle:]))


def refold(buckets: Mapping[bytes, Sequence[Person]], pages: dict[bytes, list[bytes]]) -> bytes:
    """Put changed buckets into ``pages`` (which must hold the pages above them and the root page); the new root."""
    for prefix, persons in buckets.items():
        pages[prefix[:1]][prefix[1]] = bucket_hash(persons)
    for first in {prefix[:1] for prefix in buckets}:
        pages[b""][first[0]] = fold(pages[first], 8)
    return fold(pages[b""], 0)


def blank() -> list[bytes]:
    """A page without persons below it."""
    return [EMPTY] * WIDTH


def find(key: bytes, page: Callable[[bytes], Sequence[bytes]], bucket: Callable[[bytes], Sequence[Person]]) -> Path:
    """Follow the key from the root down. ``page`` reads a page by its prefix, ``bucket`` the sorted persons of one."""
    steps: list[Step] = []
    prefix = b""
    while len(prefix) < PREFIX_SIZE:
        child = _descend(page(prefix), key, 8 * len(prefix), steps)
        if child is None:
            return Path(None, ())
        prefix += bytes([child])
    persons = bucket(prefix)
    while len(persons) > 1:
        bit, middle = _branch(persons)
        sides = persons[:middle], persons[middle:]
        steps.append((bit, bucket_hash(sides[1 - bit_of(key, bit)])))
        persons = sides[bit_of(key, bit)]
    return Path(persons[0], tuple(reversed(steps)))


def verify(key: bytes, path: Path, root: bytes) -> Person:
    """The person as the map of ``root`` has it, ``nobody_yet`` when it proves absence; ProofError otherwise."""
    value, below = (path.found.leaf if path.found else EMPTY), KEY_BITS
    for bit, other in path.steps:
        if not 0 <= bit < below or other == EMPTY:
            raise ProofError("the path in the map does not go upwards")
        value, below = join(bit, *((other, value) if bit_of(key, bit) else (value, other))), bit
    if value != root or (path.found is None and path.steps):
        raise ProofError("the path does not lead to the root of the map")
    return path.found if path.found and path.found.key == key else nobody_yet(key)


def bit_of(key: bytes, bit: int) -> int:
    """Bit of a key, the highest of the first byte being 0."""
    return key[bit >> 3] >> (7 - (bit & 7)) & 1


def by_prefix(persons: Iterable[Person]) -> dict[bytes, list[Person]]:
    """Persons sorted into their buckets."""
    buckets: dict[bytes, list[Person]] = {}
    for person in sorted(persons, key=lambda one: one.key):
        buckets.setdefault(person.prefix, []).append(person)
    return buckets


def _branch(persons: Sequence[Person]) -> tuple[int, int]:
    """First bit on which sorted keys differ, and where the ones begin."""
    first, last = persons[0].key, persons[-1].key
    bit = KEY_BITS - (int.from_bytes(first) ^ int.from_bytes(last)).bit_length()
    return bit, next(number for number, person in enumerate(persons) if bit_of(person.key, bit))


def _descend(children: Sequence[bytes], key: bytes, top_bit: int, steps: list[Step]) -> int | None:
    """Child of a page the key leads to, noting the other side of each branching on the way; None in an empty page."""
    begin, width, bit = 0, len(children), top_bit
    while width > 1:
        width >>= 1
        sides = [fold(children[start : start + width], bit + 1) for start in (begin, begin + width)]
        side = bit_of(key, bit)
        if EMPTY in sides:
            side = 1 if sides[0] == EMPTY else 0
        else:
            steps.append((bit, sides[1 - side]))
        begin, bit = begin + side * width, bit + 1
    return begin if children[begin] != EMPTY else None
