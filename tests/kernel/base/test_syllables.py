"""Spelling of syllables."""

import pytest

from dean06.kernel.base.syllables import is_syllable


@pytest.mark.parametrize(
    "word",
    [
        "a",
        "ở",
        "yêu",
        "ủy",
        "uỷ",
        "gì",
        "gìn",
        "giếng",
        "giết",
        "giữa",
        "quyết",
        "quốc",
        "quý",
        "quảng",
        "nghiêng",
        "nghĩa",
        "khuya",
        "ngoằn",
        "xoong",
        "Đức",
        "THỌ",
        "huyện",
        "chuyển",
        "khuỷu",
        "thuở",
        "rượu",
        "toàn",
        "hoạch",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["café", "häus", "việt1", "clb", "jack", "tòàn", "các̃", "hòach", "quà̉", "ngf", "zoo", "w", "việtt"]
)
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_stop_takes_only_two_tones() -> None:
    assert [word for word in ["các", "cạc", "càc", "cảc", "cãc"] if is_syllable(word)] == ["các", "cạc"]
