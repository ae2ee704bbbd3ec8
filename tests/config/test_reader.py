"""Which platform the reader at a desk serves, and what it says when there is none."""

import pytest

from dean06.adapters.card_reader import device_key, site
from dean06.adapters.card_reader.site import Site
from dean06.config import cli, paths, sandbox
from dean06.config.commands import reader

OURS = Site(address="https://mot.example", server_key="k", terminal="Quầy 1")


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("DEAN06_STATE", str(tmp_path))
    monkeypatch.setattr(
        reader, "enrol", lambda address, code, key: Site(address=address, server_key=code, terminal="x")
    )


def served(asked: str = "", code: str = "") -> Site:
    return reader._site(asked, code, device_key.load(paths.keys()))


def test_before_enrolment_it_serves_nobody():
    with pytest.raises(cli.CommandFailure, match="chưa đăng ký"):
        served()


def test_it_remembers_where_it_enrolled():
    assert served("https://mot.example", "ABC") == served() == served("https://mot.example")


def test_another_platform_needs_another_enrolment():
    site.keep(paths.keys(), OURS)
    with pytest.raises(cli.CommandFailure, match=r"mot\.example"):
        served("https://hai.example")
    assert served("https://hai.example", "DEF").server_key == "DEF"
    assert served().address == "https://hai.example"


def test_a_new_code_alone_is_for_the_same_platform():
    assert served(code="ABC").address == sandbox.public_url()
    site.keep(paths.keys(), OURS)
    assert served(code="DEF").address == OURS.address
