"""Whom the tests of credentials trust, who issues, who holds."""

from datetime import datetime

import pytest
from tests.kernel.documents.credentials.authority import Authority, new_key

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.trust import Roots


class Memory:
    """Proofs seen in a test."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def is_first(self, fingerprint: str, *, until: datetime) -> bool:
        is_new = fingerprint not in self.seen
        self.seen.add(fingerprint)
        return is_new


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def roots(authority: Authority) -> Roots:
    return authority.roots()


@pytest.fixture(scope="session")
def signer(authority: Authority) -> MemoryKey:
    return authority.signer()


@pytest.fixture(scope="session")
def holder() -> MemoryKey:
    return MemoryKey(private=new_key())


@pytest.fixture
def memory() -> Memory:
    return Memory()
