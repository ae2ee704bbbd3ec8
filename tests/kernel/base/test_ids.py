"""Identifiers."""

import uuid

from dean06.kernel.base.ids import new_id


def test_ids_are_standard_uuids_of_version_7_that_only_grow() -> None:
    made = [new_id() for _ in range(5_000)]
    assert all(type(one) is uuid.UUID and one.version == 7 for one in made)
    assert made == sorted(made)
    assert len(set(made)) == len(made)
