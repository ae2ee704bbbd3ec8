"""The twin's own reading of RFC 6962: it agrees with an independent library, and believes nothing else."""

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.audit import tree
from dean06.sandbox.witness import growth

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(70)]
ROOTS = [tree.root_of(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
FOREIGN = pymerkle.InmemoryTree.init_from_entries([str(number).encode() for number in range(len(LEAVES))])
pairs = st.integers(1, 70).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new)))


def proof(old: int, new: int) -> list[bytes]:
    return tree.consistency_path(tree.nodes_of(LEAVES[:new]), old, new)


@given(pairs)
def test_it_accepts_every_true_proof_of_roots_somebody_else_computed(pair: tuple[int, int]) -> None:
    old, new = pair
    growth.check(old, FOREIGN.get_root(old), new, FOREIGN.get_root(new), proof(old, new))


@given(pairs, st.data())
def test_it_refuses_every_other_root_and_proof(pair: tuple[int, int], data: st.DataObject) -> None:
    old, new = pair
    true = proof(old, new)
    wrong = [(ROOTS[old], bytes(32), true), (bytes(32), ROOTS[new], true), (ROOTS[old], ROOTS[new], [*true, bytes(32)])]
    if true:
        number = data.draw(st.integers(0, len(true) - 1))
        wrong.append((ROOTS[old], ROOTS[new], [*true[:number], *true[number + 1 :]]))
        wrong.append((ROOTS[old], ROOTS[new], [*true[:number], bytes(32), *true[number + 1 :]]))
    for old_root, new_root, path in wrong:
        with pytest.raises(growth.NotProven):
            growth.check(old, old_root, new, new_root, path)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_sizes_out_of_order_prove_nothing(old: int, new: int) -> None:
    with pytest.raises(growth.NotProven):
        growth.check(old, ROOTS[5], new, ROOTS[5], [])
