"""Recomputes the map of persons beside the tree and compares it with the signed roots and the stored rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from dean06.kernel.audit import person_index, person_map
from dean06.kernel.audit.person_map import Person
from dean06.kernel.audit.types import Finding, Kind

Bucket = dict[bytes, Person]


class IndexRecount:
    """The map as it grows again from the entries. Holds every person once: about 300 bytes each."""

    def __init__(self) -> None:
        self.size = 0
        self._buckets: dict[bytes, Bucket] = {}
        self._pages: dict[bytes, list[bytes]] = {b"": person_map.blank()}
        self._touched: set[bytes] = set()
        self._root = person_map.EMPTY
        self._stored = person_index.state()
        self._last_good = 0

    def append(self, leaf_hash: bytes, release_on: date | None, parties: Iterable[UUID]) -> None:
        """The next entry of the log, with everybody it concerns."""
        for party in parties:
            key = person_map.key_of(party)
            bucket = self._buckets.setdefault(key[: person_map.PREFIX_SIZE], {})
            before = bucket.get(key) or person_map.nobody_yet(key)
            bucket[key] = person_map.link(before, self.size, leaf_hash, release_on)
            self._touched.add(key[: person_map.PREFIX_SIZE])
        self.size += 1

    def meet(self, size: int, signed: bytes) -> Iterator[Finding]:
        """A checkpoint at the present size names this root."""
        if self.root() == signed:
            self._last_good = size
        else:
            between = f"từ {self._last_good} đến {size - 1}"
            message = f"Sổ mục theo người không khớp mốc đã ký ở {size} bản ghi: danh sách sai ở các số {between}."
            yield Finding(kind=Kind.INDEX, message=message, index=self._last_good)

    def root(self) -> bytes:
        """Root of the map so far."""
        for prefix in self._touched:
            self._pages.setdefault(prefix[:1], person_map.blank())
        changed = {prefix: sorted(self._buckets[prefix].values(), key=_by_key) for prefix in self._touched}
        self._touched = set()
        if changed:
            self._root = person_map.refold(changed, self._pages)
        return self._root

    def finish(self) -> Iterator[Finding]:
        """After the last entry: the stored index may not be ahead of the log."""
        if self._stored.size > self.size:
            message = f"Sổ mục theo người nói đã có {self._stored.size} bản ghi, nhật ký chỉ có {self.size}."
            yield Finding(kind=Kind.INDEX, message=message)

    def compare_stored(self) -> Iterator[Finding]:
        """The rows proofs are made from, once the recount is where they are."""
        if self.size != self._stored.size:
            return
        root, counted = self.root(), 0
        for person in person_index.all_persons():
            counted += 1
            if self._buckets.get(person.prefix, {}).get(person.key) != person:
                message = f"Sổ mục theo người sai ở khóa {person.key.hex()[:16]}: số mục hoặc mã băm đã bị thay."
                yield Finding(kind=Kind.INDEX, message=message)
        missing = sum(map(len, self._buckets.values())) - counted
        if missing > 0:
            yield Finding(kind=Kind.INDEX, message=f"Sổ mục theo người thiếu {missing} người.")
        pages = person_index.all_pages()
        if root != self._stored.root or any(pages.get(name) != page for name, page in self._pages.items() if counted):
            message = "Các ô băm của sổ mục theo người đã bị thay."
            yield Finding(kind=Kind.INDEX, message=message)


def _by_key(person: Person) -> bytes:
    return person.key
