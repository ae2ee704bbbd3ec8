"""What the workspace home says of the programme to each hat."""

from datetime import date

import pytest
from tests.seeded import NOW

from dean06.kernel.base import clock
from dean06.programme import panels
from dean06.ui import panels as ui_panels

TODAY = date(2026, 11, 24)


@pytest.fixture
def shown(demo, told):
    """Titles and counts of the programme's panels for a person."""
    panels.register()

    def read(key: str) -> dict[str, ui_panels.Panel]:
        with clock.at(NOW):
            found = ui_panels.panels(demo.cast(key, TODAY), "workspace")
        return {panel.title: panel for panel in found}

    return read


def test_a_clerk_sees_open_work(shown):
    work = shown("culture_clerk")["Nhiệm vụ của đơn vị"]
    assert work.count >= len(work.rows) > 0
    assert work.rows[0].url.startswith("/bang-dieu-hanh/nhiem-vu/")
    assert "Chờ ông/bà trả lời" not in shown("culture_clerk")


def test_the_assigner_sees_what_waits(shown):
    waiting = shown("coordinator")["Chờ ông/bà trả lời"]
    assert waiting.count == sum(int(row.text.split()[0]) for row in waiting.rows)


def test_the_leader_sees_questions_the_serious_first(shown):
    questions = shown("leader")["Mâu thuẫn chờ quyết định"]
    assert questions.rows[0].status.code == "high"
    assert questions.count > len(questions.rows)
