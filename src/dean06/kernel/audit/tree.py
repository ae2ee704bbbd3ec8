"""The Merkle tree of RFC 6962: hashes, proofs and their verification. Pure: knows neither rows nor Django.

A proof is made from a ``Nodes`` function that answers the hash of a *complete* subtree: ``nodes(level, index)`` covers
the leaves ``[index * 2**level, (index + 1) * 2**level)``. Where those hashes are kept (a list here, tiles in the
database) is not this module's business.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32

Nodes = Callable[[int, int], bytes]


class ProofError(Exception):
    """A proof does not prove what it claims."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || data)."""
    return sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(NODE_PREFIX + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root of a complete subtree, given its 2**k hashes of one level."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
    return level[0]


class Frontier:
    """Root of a growing tree in O(log n) memory: the complete subtrees that cover the leaves so far, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self._peaks.append(leaf)
        self.size += 1
        for _ in range((self.size & -self.size).bit_length() - 1):  # one merge per trailing zero of the new size
            right = self._peaks.pop()
            self._peaks.append(node_hash(self._peaks.pop(), right))

    def root(self) -> bytes:
        """Root over every leaf so far; of no leaves, the hash of nothing."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """A ``Nodes`` over leaf hashes held in memory (small trees, tests)."""
    return lambda level, index: fold(leaves[index << level : (index + 1) << level])


def range_hash(nodes: Nodes, begin: int, end: int) -> bytes:
    """Hash MTH(D[begin:end]) of a range that begins where a subtree begins."""
    width = end - begin
    if width == 0:
        return EMPTY_ROOT
    if width & (width - 1) == 0 and begin % width == 0:
        level = width.bit_length() - 1
        return nodes(level, begin >> level)
    split = _split(width)
    return node_hash(range_hash(nodes, begin, begin + split), range_hash(nodes, begin + split, end))


def inclusion_path(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Sibling hashes, lowest first, that lead from leaf ``index`` to the root of ``size`` leaves (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(range_hash(nodes, middle, end))
            end = middle
        else:
            path.append(range_hash(nodes, begin, middle))
            begin = middle
    return path[::-1]


def consistency_path(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """Hashes that prove the tree of ``old`` leaves to be a prefix of the tree of ``new`` leaves (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise IndexError(f"a tree of {old} cannot precede a tree of {new}")
    if old in {0, new}:
        return []
    path: list[bytes] = []
    begin, end, is_whole = 0, new, True
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(range_hash(nodes, middle, end))
            end = middle
        else:
            path.append(range_hash(nodes, begin, middle))
            begin, is_whole = middle, False
    if not is_whole:
        path.append(range_hash(nodes, begin, end))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless ``path`` leads from ``leaf`` at ``index`` to ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size}")
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofError("the path is too long")
        if node & 1 or node == last:
            value = node_hash(sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    if last or value != root:
        raise ProofError("the path does not lead to the root")


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise ProofError unless ``path`` proves ``old_root`` a prefix of ``new_root`` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {old} cannot precede a tree of {new}")
    if old in {0, new}:
        _verify_trivial_consistency(old, path, old_root, new_root)
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise ProofError("the path is too short")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    was = now = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofError("the path is too long")
        if node & 1 or node == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        node, last = node >> 1, last >> 1
    if last or was != old_root or now != new_root:
        raise ProofError("the path does not connect the two roots")


def _verify_trivial_consistency(old: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if path:
        raise ProofError("the path is too long")
    if old_root != (EMPTY_ROOT if old == 0 else new_root):
        raise ProofError("two roots for one size")


def _split(width: int) -> int:
    """Largest power of two smaller than ``width``."""
    return 1 << (width - 1).bit_length() - 1
