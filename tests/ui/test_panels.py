"""Panels: registered by houses, drawn by pages that do not know them."""

import pytest

from dean06.kernel.base.actor import Actor, Role
from dean06.ui import panels

CLERK = Actor(name="Ai", role=Role.CLERK, unit_code="phong-y-te")
CITIZEN = Actor(name="Ai", role=Role.CITIZEN)


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch):
    monkeypatch.setattr(panels, "_providers", {})


def titled(title):
    return lambda actor: panels.Panel(title=f"{title} {actor.unit_code}".strip())


def test_a_hat_gets_its_panels_in_order():
    panels.register("b", titled("sau"), roles=(Role.CLERK,), order=20)
    panels.register("a", titled("trước"), roles=(Role.CLERK, Role.LEADER), order=10)
    panels.register("c", titled("của dân"), roles=(Role.CITIZEN,), shell="portal")
    assert [panel.title for panel in panels.panels(CLERK, "workspace")] == ["trước phong-y-te", "sau phong-y-te"]
    assert [panel.title for panel in panels.panels(CITIZEN, "portal")] == ["của dân"]
    assert panels.panels(CITIZEN, "workspace") == panels.panels(CLERK, "portal") == []


def test_the_same_name_replaces():
    panels.register("a", titled("cũ"), roles=(Role.CLERK,))
    panels.register("a", titled("mới"), roles=(Role.CLERK,))
    assert [panel.title for panel in panels.panels(CLERK, "workspace")] == ["mới phong-y-te"]


def test_a_provider_may_have_nothing_to_say():
    panels.register("a", lambda actor: None, roles=(Role.CLERK,))
    assert panels.panels(CLERK, "workspace") == []
