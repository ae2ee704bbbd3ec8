"""The tree in the database: 256-wide tiles, read for proofs and grown by the sequencer."""

from dean06.kernel.audit import tree
from dean06.kernel.audit.models import AuditLeaf, AuditTile

HEIGHT = 8
WIDTH = 1 << HEIGHT


class TreeDamaged(Exception):
    """Hashes that must be in the database are not; ``verify`` says which."""


class StoredNodes:
    """The ``Nodes`` of the stored tree; keeps what it read, so make one for each batch of proofs."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Hash of the complete subtree ``index`` of ``level``; TreeDamaged when it is not stored."""
        known = self._nodes.get((level, index))
        if known is None:
            known = self._nodes[level, index] = self._node(level, index)
        return known

    def _node(self, level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        tile_index, offset = divmod(index << height, WIDTH)
        hashes = self._tile(tile_level, tile_index)[offset : offset + (1 << height)]
        if len(hashes) != 1 << height:
            raise TreeDamaged(f"subtree {index} of level {level} is not stored")
        return tree.fold(hashes)

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._tiles:
            stored = read_tile(level, index)
            self._tiles[level, index] = read_leaves(index) if level == 0 and not stored else stored
        return self._tiles[level, index]


def read_tile(level: int, index: int) -> list[bytes]:
    """Hashes of a stored tile; empty when there is none."""
    hashes = AuditTile.objects.filter(level=level, tile_index=index).values_list("hashes", flat=True).first()
    return split(hashes or b"")


def read_leaves(tile_index: int) -> list[bytes]:
    """Leaf hashes that belong into a level 0 tile."""
    begin = tile_index * WIDTH
    leaves = AuditLeaf.objects.filter(tree_index__gte=begin, tree_index__lt=begin + WIDTH).order_by("tree_index")
    return [bytes(value) for value in leaves.values_list("leaf_hash", flat=True)]


def split(hashes: bytes | memoryview) -> list[bytes]:
    """A tile's bytes as hashes."""
    data = bytes(hashes)
    return [data[start : start + tree.HASH_SIZE] for start in range(0, len(data), tree.HASH_SIZE)]


def grow(size: int) -> None:
    """Write the tiles that are full in a tree of ``size`` leaves and not written yet. Hold the tree's lock."""
    last = AuditTile.objects.filter(level=0).order_by("-tile_index").values_list("tile_index", flat=True).first()
    for index in range(0 if last is None else last + 1, size // WIDTH):
        leaves = read_leaves(index)
        if len(leaves) != WIDTH:
            raise TreeDamaged(f"leaves are missing in tile {index}")
        AuditTile.objects.create(level=0, tile_index=index, hashes=b"".join(leaves))
        _append(1, index, tree.fold(leaves))


def _append(level: int, position: int, value: bytes) -> None:
    """Add the hash of a full tile to the level above it, and so on upwards."""
    index, offset = divmod(position, WIDTH)
    hashes = read_tile(level, index)
    if len(hashes) != offset:
        raise TreeDamaged(f"tile {index} of level {level} holds {len(hashes)} hashes instead of {offset}")
    hashes.append(value)
    AuditTile.objects.update_or_create(level=level, tile_index=index, defaults={"hashes": b"".join(hashes)})
    if len(hashes) == WIDTH:
        _append(level + 1, index, tree.fold(hashes))
