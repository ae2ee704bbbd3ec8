"""Configuration that cannot work is refused when it is made, with what to change."""

from pathlib import Path

import pytest
from tests.adapters.vneid.registration import config

from dean06.adapters.vneid.settings import DEFAULT_VOCABULARY, BadConfiguration, from_settings, load_vocabulary

SITE = {
    "issuer": "https://sso.example",
    "client_id": "dean06",
    "client_secret": "very secret",
    "redirect_uri": "https://ductho.example/dang-nhap/xong/",
    "claim_map": "",
}


def test_the_sites_setting_becomes_a_registration() -> None:
    made = from_settings(SITE)
    assert made.issuer == "https://sso.example"
    assert made.vocabulary == load_vocabulary(DEFAULT_VOCABULARY)
    assert "very secret" not in repr(made)


def test_another_file_of_names_may_be_given(tmp_path: Path) -> None:
    other = tmp_path / "claims.toml"
    other.write_text(DEFAULT_VOCABULARY.read_text(encoding="utf-8").replace("HoVaTen", "hoTen"), encoding="utf-8")
    assert from_settings({**SITE, "claim_map": str(other)}).vocabulary.claims["full_name"] == "hoTen"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('full_name = "HoVaTen"', ""),
        ('source = "id_token"', 'source = "somewhere"'),
        ("[levels]", "[level]"),
        ("[claims]", "[claims"),
    ],
)
def test_a_broken_file_of_names_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    broken = tmp_path / "claims.toml"
    broken.write_text(DEFAULT_VOCABULARY.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"claims\.toml"):
        load_vocabulary(broken)


def test_an_absent_file_of_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration):
        load_vocabulary(tmp_path / "absent.toml")


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://sso.example"},
        {"issuer": ""},
        {"client_id": ""},
        {"client_secret": ""},
        {"algorithms": ()},
        {"algorithms": ("RS256", "none")},
        {"algorithms": ("HS256",)},
    ],
)
def test_a_registration_that_is_unsafe_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(BadConfiguration):
        config(**{"issuer": "https://sso.example", **changes})


def test_the_values_asked_for_reach_the_level() -> None:
    words = load_vocabulary(DEFAULT_VOCABULARY)
    assert words.acr_values(1) == "urn:vneid:muc-do:1 urn:vneid:muc-do:2"
    assert words.acr_values(2) == "urn:vneid:muc-do:2"
    with pytest.raises(BadConfiguration):
        words.acr_values(3)
