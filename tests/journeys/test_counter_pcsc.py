"""The whole way of a card: chip, driver, PC/SC service, agent, page, server. Run by `make test-pcsc`."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.sandbox.pcsc import office_card_in_reader, why_not

from dean06.config import sandbox

from .conftest import Person, Site
from .test_counter import OFFICER, POST, agent, read_card

pytestmark = [
    pytest.mark.journey,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is a reader"),
]
MakePerson = Callable[..., Person]


def card(site: Site, switch: str) -> list[str]:
    """Command of a card of the office this site believes."""
    office = site.state / "sandbox" / "card-office"
    words = ["--person", "hoa", "--switch", switch, "--people", str(sandbox.PEOPLE), "--office", str(office)]
    return [sys.executable, "-m", "dean06.sandbox.card", *words]


def at_the_desk(person: MakePerson) -> Person:
    desk = person()
    desk.sign_in(OFFICER, POST)
    desk.open("/quay/")
    return desk


def test_a_card_in_a_real_reader_signs_its_holder_in(site: Site, person: MakePerson, tmp_path: Path) -> None:
    with office_card_in_reader(card(site, "genuine"), tmp_path), agent(site, is_virtual=False) as code:
        desk = at_the_desk(person)
        read_card(desk, code, "Đăng nhập tại quầy bằng thẻ")
        expect(desk.page.get_by_role("heading", name="Thẻ thật, còn hạn")).to_be_visible(timeout=30_000)
        desk.page.get_by_label("Tôi đã đối chiếu khuôn mặt").check()
        desk.page.get_by_role("button", name="Trao máy").click()
        expect(desk.page.get_by_text("Đăng nhập tại quầy bằng thẻ: làm xong")).to_be_visible()
        assert desk.page.request.get(f"{site.url}/quay/").status == 403, "the officer is out"


def test_a_clone_in_a_real_reader_is_refused(site: Site, person: MakePerson, tmp_path: Path) -> None:
    with office_card_in_reader(card(site, "cloned"), tmp_path), agent(site, is_virtual=False) as code:
        desk = at_the_desk(person)
        read_card(desk, code)
        expect(desk.page.get_by_role("alert").filter(has_text="Thẻ là bản sao")).to_be_visible(timeout=30_000)
