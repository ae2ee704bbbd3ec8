"""At the counter: an officer reads a card, a woman without a phone signs in by hers, a clone does not pass.

The agent is the real one over loopback, started as `dean06 reader`; the card is the sandbox's in a virtual reader.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dean06.adapters.card_reader.site import Site as Enrolled
from dean06.adapters.card_reader.site import keep

from .conftest import PHONE, STOP_SECONDS, Person, Site

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
OFFICER, POST = "Hồ Sỹ Lâm", "Trung tâm Phục vụ hành chính công"
CODE = re.compile(r"Mã ghép.*: (\d{4}) (\d{4})")
CAN = "000201"


@contextmanager
def agent(site: Site, switch: str = "genuine", *, is_virtual: bool = True) -> Iterator[str]:
    """The agent with a card on its reader; its pairing code. Not virtual: whatever PC/SC offers on this machine."""
    words = ["reader", *(["--sandbox-card", "hoa", "--switch", switch] if is_virtual else [])]
    process = subprocess.Popen(
        [sys.executable, "-m", "dean06.config", *words],
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    told = []
    try:
        for line in process.stdout:
            told.append(line)
            found = CODE.search(line)
            if found:
                yield "".join(found.groups())
                break
        else:
            raise AssertionError(f"the agent ended: {told}")
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


def read_card(person: Person, code: str, purpose: str = "") -> None:
    """Fill in and press the button; pairing where the page asks for it."""
    page = person.page
    if purpose:
        page.get_by_label(purpose).check()
    if page.get_by_label("Mã ghép").is_visible():
        page.get_by_label("Mã ghép").fill(f"{code[:4]} {code[4:]}")
    page.get_by_label("6 số CAN", exact=True).fill(CAN)
    page.get_by_role("button", name="Đọc thẻ").click()


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_a_woman_without_a_phone_signs_in_at_the_counter(site: Site, person: MakePerson, viewport) -> None:
    with agent(site) as code:
        desk = person(viewport)
        desk.sign_in(OFFICER, POST)
        desk.open("/quay/")
        desk.check_page()
        read_card(desk, code, "Đăng nhập tại quầy bằng thẻ")
        expect(desk.page.get_by_role("heading", name="Thẻ thật, còn hạn")).to_be_visible()
        expect(desk.page.get_by_text("000151000201")).to_be_visible()
        desk.check_page()
        desk.page.get_by_label("Tôi đã đối chiếu khuôn mặt").check()
        word = desk.page.evaluate("JSON.parse(sessionStorage.getItem('dean06.reader')).bearer")
        desk.page.get_by_role("button", name="Trao máy").click()

        expect(desk.page.get_by_text("Đăng nhập tại quầy bằng thẻ: làm xong")).to_be_visible()
        desk.check_page()
        desk.open("/du-lieu-cua-toi/")
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        desk.check_page()
        assert desk.page.request.get(f"{site.url}/quay/").status == 403, "the officer is out"
        assert "dean06" not in str(desk.page.evaluate("Object.keys(sessionStorage)"))
        pairing = {"Origin": site.url, "Authorization": f"Bearer {word}"}
        reader = f"http://127.0.0.1:{site.environment['DEAN06_READER_PORT']}/v1/readings/any"
        assert desk.page.request.get(reader, headers=pairing).status == 401, "his pairing is worth nothing"
        desk.open("/")
        if viewport:
            desk.page.get_by_text("Mục lục", exact=True).click()
        desk.page.get_by_role("button", name="Đăng xuất").locator("visible=true").first.click()
        expect(desk.page.get_by_text("Đã đăng xuất khỏi cổng này.")).to_be_visible()
        desk.open("/quay/")
        expect(desk.page.get_by_role("heading", name="Đăng nhập bằng VNeID")).to_be_visible()
        desk.page.get_by_role("link", name="Sang VNeID để đăng nhập").click()
        expect(desk.page.get_by_role("button", name=OFFICER)).to_be_visible()
        assert not desk.page.url.startswith(site.url), "VNeID asks who it is; it does not answer with the officer"


def test_who_was_signed_in_by_card_does_not_become_the_officer(site: Site, person: MakePerson) -> None:
    """She presses on: to VNeID at once, from another tab too, with the page that ends his session there stopped."""
    with agent(site) as code:
        desk = person()
        desk.page.route("**/logout?*", lambda route: route.fulfill(status=204))
        desk.sign_in(OFFICER, POST)
        desk.open("/quay/")
        read_card(desk, code, "Đăng nhập tại quầy bằng thẻ")
        desk.page.get_by_role("button", name="Trao máy").click()
        desk.page.wait_for_url("**/trao-may/")
        desk.complaints.clear()
        for path in ("/dang-nhap/bat-dau/", "/dang-nhap/bat-dau/?muc=2"):
            desk.open(path)
            expect(desk.page.get_by_role("button", name=OFFICER)).to_be_visible()
        desk.page.context.clear_cookies(name="dean06")
        desk.open("/dang-nhap/bat-dau/")
        expect(desk.page.get_by_text("cần ông/bà vừa mới đăng nhập")).to_be_visible()
        desk.open("/vai-tro/")
        expect(desk.page.get_by_role("heading", name="Đăng nhập bằng VNeID")).to_be_visible()


@pytest.mark.parametrize(
    ("switch", "told"),
    [
        ("cloned", "Thẻ là bản sao"),
        ("expired", "Thẻ đã hết hạn"),
        ("revoked", "đã bị thu hồi"),
        ("pulled-out", "Thẻ bị nhấc ra giữa chừng"),
    ],
)
def test_a_card_that_does_not_hold_is_refused_in_words(site: Site, person: MakePerson, switch: str, told: str) -> None:
    with agent(site, switch) as code:
        desk = person()
        desk.sign_in(OFFICER, POST)
        desk.open("/quay/")
        read_card(desk, code)
        expect(desk.page.get_by_role("alert").filter(has_text=told)).to_be_visible()
        desk.complaints[:] = [text for text in desk.complaints if "422" not in text]
        desk.check_page()


def test_what_to_do_is_said_when_something_is_missing(site: Site, person: MakePerson) -> None:
    desk = person()
    desk.sign_in(OFFICER, POST)
    desk.open("/quay/")
    desk.page.get_by_label("6 số CAN", exact=True).fill("12")
    desk.page.get_by_role("button", name="Đọc thẻ").click()
    expect(desk.page.get_by_text("Số CAN gồm đúng 6 chữ số")).to_be_visible()
    read_card(desk, "12345678")
    expect(desk.page.get_by_text("Không thấy chương trình đọc thẻ trên máy này")).to_be_visible()
    with agent(site) as code:
        read_card(desk, f"{(int(code) + 1) % 10**8:08d}")
        expect(desk.page.get_by_text("Mã ghép không đúng")).to_be_visible()
        desk.page.get_by_label("Số thẻ, ngày sinh, ngày hết hạn").check()
        desk.page.get_by_label("Số thẻ", exact=True).fill("151000201")
        desk.page.get_by_label("Ngày sinh", exact=True).fill("12/04/1951")
        desk.page.get_by_label("Ngày hết hạn in trên thẻ").fill("01/04/2037")
        desk.page.get_by_label("Mã ghép").fill(code)
        desk.page.get_by_role("button", name="Đọc thẻ").click()
        expect(desk.page.get_by_role("heading", name="Thẻ thật, còn hạn")).to_be_visible()


def test_a_reader_of_another_site_is_told_apart_from_none(site: Site, person: MakePerson, tmp_path: Path) -> None:
    keep(tmp_path / "keys", Enrolled(address="https://khac.example", server_key="", terminal="Quầy 9"))
    elsewhere = replace(site, environment=site.environment | {"DEAN06_STATE": str(tmp_path)})
    with agent(elsewhere, is_virtual=False) as code:
        desk = person()
        desk.sign_in(OFFICER, POST)
        desk.open("/quay/")
        read_card(desk, code)
        expect(desk.page.get_by_text("đang phục vụ một cổng khác")).to_be_visible()


def test_operators_see_the_readers(site: Site, person: MakePerson) -> None:
    operator = person()
    operator.sign_in("Cao Xuân Trường", "Quản trị")
    operator.open("/van-hanh/dau-doc/")
    expect(operator.page.get_by_role("rowheader", name="Quầy số 1")).to_be_visible()
    expect(operator.page.get_by_text("sandbox.crl")).to_be_visible()
    operator.check_page()
    operator.page.get_by_label("Tên đầu đọc").fill("Quầy số 2")
    operator.page.get_by_label("Đơn vị").select_option(index=1)
    operator.page.get_by_role("button", name="Thêm và lấy mã").click()
    expect(operator.page.get_by_text("dean06 reader --enrol")).to_be_visible()
    operator.check_page()
