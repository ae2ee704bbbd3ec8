"""Actors."""

from dataclasses import FrozenInstanceError

import pytest

from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Actor, Role
from dean06.kernel.base.ids import new_id


def test_nobody_is_signed_in_without_a_user() -> None:
    assert not ANONYMOUS.is_signed_in
    assert not SYSTEM.is_signed_in
    assert Actor(user_id=new_id(), name="Bà An", role=Role.CITIZEN).is_signed_in


def test_an_actor_cannot_change_hats() -> None:
    with pytest.raises(FrozenInstanceError):
        ANONYMOUS.role = Role.LEADER  # type: ignore[misc] # what is being refused
