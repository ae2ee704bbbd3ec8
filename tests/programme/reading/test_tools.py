"""Platforms and tools, and what only looks like one."""

import pytest

from dean06.programme.reading.tools import begins_tool, looks_like_tools


@pytest.mark.parametrize(
    "words", ["Trung tâm Giá  \nsát an ninh", "H  thống giải quyết", " ệ thống", "N n tảng số", "VNeID"]
)
def test_a_tool_is_known_with_letters_lost(words: str) -> None:
    assert looks_like_tools(words)
    assert begins_tool(words)


@pytest.mark.parametrize("words", ["Trung tâm Y tế", "Phòng Kinh tế hạ tầng", "kinh tế hộ gia đình"])
def test_an_office_is_no_tool(words: str) -> None:
    assert not looks_like_tools(words)
