"""A browser whose VNeID opens us, with a provider that says what it is told to."""

import pytest
from tests.kernel.identity.fakes import ISSUER
from tests.portal.conftest import Person, hoa, lam, posts, provider, stranger

__all__ = ["hoa", "lam", "posts", "provider", "stranger"]

WORD = "mo:one-time"


@pytest.fixture
def issuer(settings):
    settings.VNEID = {**settings.VNEID, "issuer": ISSUER}
    return ISSUER


@pytest.fixture
def phone(db, provider, issuer):
    """Makes somebody's phone: ``phone("hoa")``; ``tap`` opens the mini-app in it."""

    def make(code: str, target: str = "") -> "Phone":
        return Phone(provider, code)

    return make


class Phone(Person):
    """The web view on a person's phone."""

    def tap(self, target: str = ""):
        """Open the mini-app, at a full address when a notice was tapped; the page at the end."""
        begun = self.get("/p03/mo/", iss=ISSUER, login_hint=WORD, **({"target_link_uri": target} if target else {}))
        assert begun.status_code == 302, begun.content.decode()
        back = self.come_back(self.provider.begun[-1].state)
        return self.client.get(back["Location"], follow=True) if back.status_code == 302 else back
