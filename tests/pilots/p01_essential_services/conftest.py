"""What the tests of the services share."""

import pytest

from dean06.kernel.cases import outcomes


@pytest.fixture
def nothing_to_find_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be searched for before a signature is the story of pilot 16, told with its register."""
    monkeypatch.setattr(outcomes, "_finders", {})
