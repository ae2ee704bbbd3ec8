"""The Merkle tree against RFC 6962's own vectors, against a naive definition and against a foreign library."""

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.audit import tree

# Certificate Transparency's reference data: eight leaves and the root after each.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_HASHES = [tree.leaf_hash(data) for data in CT_LEAVES]

sizes = st.integers(min_value=1, max_value=700)


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(str(number).encode()) for number in range(size)]


LEAVES = leaves(700)


def naive_root(hashes: list[bytes]) -> bytes:
    """The recursive definition of RFC 6962, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return tree.node_hash(naive_root(hashes[:split]), naive_root(hashes[split:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_of_certificate_transparency(size: int) -> None:
    assert tree.root_of(CT_HASHES[:size]).hex() == CT_ROOTS[size]
    assert tree.range_hash(tree.nodes_of(CT_HASHES), 0, size).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_inclusion_paths_of_certificate_transparency(index: int, size: int, path: list[str]) -> None:
    assert [value.hex() for value in tree.inclusion_path(tree.nodes_of(CT_HASHES), index, size)] == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_paths_of_certificate_transparency(old: int, new: int, path: list[str]) -> None:
    assert [value.hex() for value in tree.consistency_path(tree.nodes_of(CT_HASHES), old, new)] == path


@given(sizes)
def test_root_is_the_recursive_definition(size: int) -> None:
    assert tree.root_of(LEAVES[:size]) == naive_root(LEAVES[:size])


@given(sizes, st.data())
def test_every_inclusion_path_verifies_and_no_other_leaf_does(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion_path(tree.nodes_of(LEAVES), index, size)
    root = tree.root_of(LEAVES[:size])
    tree.verify_inclusion(LEAVES[index], index, size, path, root)
    with pytest.raises(tree.ProofError):
        tree.verify_inclusion(tree.leaf_hash(b"other"), index, size, path, root)
    with pytest.raises(tree.ProofError):
        tree.verify_inclusion(LEAVES[index], index, size, [*path, root], root)
    if path:
        spoiled = data.draw(st.integers(0, len(path) - 1))
        damaged = [*path[:spoiled], tree.node_hash(path[spoiled], b""), *path[spoiled + 1 :]]
        with pytest.raises(tree.ProofError):
            tree.verify_inclusion(LEAVES[index], index, size, damaged, root)
        with pytest.raises(tree.ProofError):
            tree.verify_inclusion(LEAVES[index], index, size, path[:-1], root)


@given(sizes, st.data())
def test_every_consistency_path_verifies_and_no_other_root_does(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    path = tree.consistency_path(tree.nodes_of(LEAVES), old, new)
    was, now = tree.root_of(LEAVES[:old]), tree.root_of(LEAVES[:new])
    tree.verify_consistency(old, new, path, was, now)
    other = tree.leaf_hash(b"other")
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(old, new, path, other, now)
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(old, new, path, was, other)
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(old, new, [*path, other], was, now)
    if path:
        with pytest.raises(tree.ProofError):
            tree.verify_consistency(old, new, path[:-1], was, now)


@given(st.integers(1, 200), st.data())
def test_a_foreign_library_agrees(size: int, data: st.DataObject) -> None:
    foreign = pymerkle.InmemoryTree.init_from_entries([str(number).encode() for number in range(size)])
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root = tree.root_of(LEAVES[:size])
    assert foreign.get_root() == root
    theirs = foreign.prove_inclusion(index + 1, size)
    ours = tree.inclusion_path(tree.nodes_of(LEAVES), index, size)
    assert theirs.path[1:] == ours
    as_theirs = pymerkle.InclusionProof("sha256", True, size, index + 1, theirs.rule, [LEAVES[index], *ours])
    pymerkle.verify_inclusion(LEAVES[index], root, as_theirs, index=index + 1, size=size)
    pymerkle.verify_consistency(foreign.get_root(old), root, foreign.prove_consistency(old, size))
    tree.verify_consistency(
        old, size, tree.consistency_path(tree.nodes_of(LEAVES), old, size), foreign.get_root(old), foreign.get_root()
    )


def test_impossible_requests_are_refused() -> None:
    nodes = tree.nodes_of(LEAVES)
    with pytest.raises(IndexError):
        tree.inclusion_path(nodes, 3, 3)
    with pytest.raises(IndexError):
        tree.consistency_path(nodes, 4, 3)
    with pytest.raises(tree.ProofError):
        tree.verify_inclusion(LEAVES[0], 1, 1, [], LEAVES[0])
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(4, 3, [], LEAVES[0], LEAVES[0])
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(3, 5, [], LEAVES[0], LEAVES[0])


def test_the_empty_tree_precedes_every_tree() -> None:
    tree.verify_consistency(0, 3, tree.consistency_path(tree.nodes_of(LEAVES), 0, 3), tree.EMPTY_ROOT, LEAVES[0])
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(0, 3, [], LEAVES[0], LEAVES[0])
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(3, 3, [], LEAVES[1], LEAVES[0])
    with pytest.raises(tree.ProofError):
        tree.verify_consistency(3, 3, [LEAVES[0]], LEAVES[0], LEAVES[0])
