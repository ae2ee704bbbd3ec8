"""People in their hats, requests as the middleware leaves them, and an empty menu."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from dean06.kernel.base.actor import ANONYMOUS, Actor, Role
from dean06.kernel.base.ids import new_id
from dean06.ui import menu

MakeRequest = Callable[..., HttpRequest]


def somebody(role: Role, level: int = 2, **more: Any) -> Actor:
    """A signed-in person in a hat."""
    return Actor(user_id=new_id(), party_id=new_id(), name="Trần Thị Mẫu", role=role, assurance_level=level, **more)


@pytest.fixture(autouse=True)
def _routes(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.DEMO = True


@pytest.fixture(autouse=True)
def _empty_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", {})


@pytest.fixture
def ask() -> MakeRequest:
    """A request by an actor, routed when its path is a known route."""

    def make(path: str = "/hop-thu/", *, actor: Actor = ANONYMOUS, method: str = "get", **headers: str) -> HttpRequest:
        request = getattr(RequestFactory(), method)(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        request.actor = actor
        request.request_id = "0123456789abcdef"
        if path.partition("?")[0] in {"/", "/hop-thu/", "/van-hanh/giao-dien/"}:
            request.resolver_match = resolve(path.partition("?")[0])
        return request

    return make
