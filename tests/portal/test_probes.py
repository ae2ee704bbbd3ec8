"""What the installation says of itself on the operator's page."""

from dean06.portal import probes


def test_sources_are_asked_in_order_and_replaced_by_name(monkeypatch):
    monkeypatch.setattr(probes, "_sources", {})
    probes.register("a", lambda: [probes.Health(name="Cũ", is_ok=True)])
    probes.register("b", lambda: [probes.Health(name="Kho", is_ok=False, note="Đầy.")])
    probes.register("a", lambda: [probes.Health(name="Mới", is_ok=True)])
    assert [(item.name, item.is_ok) for item in probes.findings()] == [("Mới", True), ("Kho", False)]


def test_a_provider_nobody_answers_for_is_said_to_be_away(settings):
    from dean06.config import health

    settings.VNEID = settings.VNEID | {"issuer": "http://127.0.0.1:9"}
    assert not health.identity_provider().ok
