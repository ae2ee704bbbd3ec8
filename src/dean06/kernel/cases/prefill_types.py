"""What a form may be filled with before a person writes a word, and what she is told before it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PrefillTerms:
    """Labels of the questions that would be filled, by where the answers come from.

    ``purpose``, ``legal_basis``: those of the question to the register; empty when it will not be asked anything.
    ``is_verified``: whether the basis was held against the agreement with the register.
    """

    from_sign_in: tuple[str, ...]
    from_register: tuple[str, ...]
    purpose: str
    legal_basis: str
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class Prefilled:
    """Answers known before a word is written; ``from_register`` names those the population register gave.

    ``is_register_silent``: the form names facts of the register, and none came.
    """

    answers: Mapping[str, Any] = field(repr=False)
    from_register: tuple[str, ...]
    is_register_silent: bool
