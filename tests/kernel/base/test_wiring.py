"""Binding and resolving ports."""

from typing import Protocol

import pytest

from dean06.kernel.base.wiring import NotBound, bind, override, resolve


class Bell(Protocol):
    """A port."""

    def ring(self) -> str:
        """Make a sound."""


class Brass:
    """An adapter that counts how often it is made."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1

    def ring(self) -> str:
        return "dong"


class Silent:
    """Another adapter."""

    def ring(self) -> str:
        return ""


def test_the_implementation_is_made_once_on_first_use() -> None:
    bind(Bell, Brass)
    before = Brass.made
    assert resolve(Bell) is resolve(Bell)
    assert resolve(Bell).ring() == "dong"
    assert Brass.made == before + 1


def test_a_later_binding_replaces_the_instance() -> None:
    bind(Bell, Brass)
    resolve(Bell)
    bind(Bell, Silent)
    assert resolve(Bell).ring() == ""


def test_an_override_holds_for_the_block_even_over_another() -> None:
    bind(Bell, Brass)
    with override(Bell, Silent()) as outer:
        with override(Bell, Brass()):
            assert resolve(Bell).ring() == "dong"
        assert resolve(Bell) is outer
    assert resolve(Bell).ring() == "dong"


def test_an_override_works_before_anybody_was_bound_and_leaves_nothing_behind() -> None:
    class Unbound(Protocol):
        def go(self) -> None: ...

    class Goer:
        def go(self) -> None:
            return None

    with override(Unbound, Goer()):
        resolve(Unbound).go()
    with pytest.raises(NotBound, match="Unbound"):
        resolve(Unbound)
