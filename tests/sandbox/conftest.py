"""Fixtures of this suite."""

from tests.sandbox.fixtures import browser, shared_twin, twin

__all__ = ["browser", "shared_twin", "twin"]
