"""Services inside VNeID: opened without signing in, filled with consent, raised to level 2, told of in its inbox."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, Person, Site
from .test_desk import act, on_the_desk, open_case

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

MakePerson = Callable[..., Person]
SMALL = {"width": 360, "height": 740}
SERVICE = "Cổng dịch vụ số Đức Thọ"
OFFICER, POST = "Lương Văn Kiên", "Công an xã"
STATION = "Công an xã Đức Thọ"
CODE = re.compile(r"\d{3}(?:\.\w+)+-\d{6}-\d{4}")
TRIES, PAUSE_MS = 60, 500
GUEST = {
    "applicant_phone": "0912345678",
    "place": "Nhà riêng",
    "place_address": "Thôn Đông, xã Đức Thọ",
    "guests-0-full_name": "Khách Hư Cấu",
    "guests-0-paper": "Hộ chiếu X0000000",
    "stay_from": "01/12/2026",
    "stay_until": "03/12/2026",
    "reason": "Thăm gia đình",
}
ABSENCE = {
    "applicant_address": "Thôn Đông, xã Đức Thọ",
    "applicant_phone": "0912345678",
    "away_from": "05/12/2026",
    "away_until": "20/12/2026",
    "destination": "Xã Đức Đồng",
}
# Between ten at night and seven in the morning a notice waits; the journey is made at any hour.
MORNING = """
import django; django.setup()
from django.db import transaction
from dean06.kernel.base import clock
from dean06.kernel.messaging import planning
from dean06.kernel.messaging.models import Delivery
with transaction.atomic():
    Delivery.objects.filter(state="queued", channel="vneid").update(due_at=clock.now())
    planning.wake(["vneid"])
"""


def application(site: Site) -> str:
    return f"http://127.0.0.1:{site.environment['DEAN06_SANDBOX_PORT']}/ung-dung/"


def unlock(person: Person, name: str, *, is_level_1: bool = False) -> None:
    """Take up the phone as somebody."""
    person.page.goto(application(person.site))
    person.check_page()
    if is_level_1:
        person.page.get_by_label("Chỉ mức 1").check()
    person.page.get_by_role("button", name=name).click()
    expect(person.page.get_by_role("heading", name="Thông báo")).to_be_visible()


def tap(person: Person) -> None:
    """Open the service from the application; sharing is agreed to the first time."""
    person.check_page()
    person.page.get_by_role("button", name=SERVICE).click()
    agree = person.page.get_by_role("button", name="Đồng ý và mở")
    inside = person.page.get_by_role("heading", name="Cần làm việc gì?")
    expect(agree.or_(inside)).to_be_visible()
    if agree.count():
        person.check_page()
        agree.click()
    expect(person.page).to_have_url(f"{person.site.url}/p03/ung-dung/")
    expect(inside).to_be_visible()


def hand_in(person: Person, words: dict[str, str]) -> str:
    """Fill in, go on, read back, hand in; the code."""
    page = person.page
    page.get_by_label("Nơi nhận hồ sơ").select_option(label=STATION)
    for name, said in words.items():
        page.locator(f"[name='{name}']").fill(said)
    person.check_page()
    page.get_by_role("button", name="Tiếp tục").last.click()
    page.get_by_role("link", name="Tiếp tục").click()
    person.check_page()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("trong ứng dụng VNeID")).to_be_visible()
    person.check_page()
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def announce_a_guest(person: Person, name: str) -> None:
    """At level 1, with what the register knows: what is taken from where is said before."""
    page = person.page
    page.get_by_role("searchbox", name="Tìm dịch vụ").fill("luu tru")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Thông báo lưu trú").click()
    terms = page.get_by_role("region", name="Đồng ý để điền sẵn?")
    for words in ("Nơi cư trú", "Luật Căn cước", "Điền sẵn tờ khai", "Họ, chữ đệm, tên"):
        expect(terms).to_contain_text(words)
    person.check_page()
    page.get_by_role("button", name="Đồng ý, điền sẵn và bắt đầu").click()
    expect(page.locator("[name=applicant_name]")).to_have_value(name)
    expect(page.locator("[name=applicant_address]")).not_to_have_value("")
    page.locator("button[name=viec][value='them:guests']").click()
    expect(page.locator("[name='guests-0-full_name']")).to_be_visible()
    hand_in(person, GUEST)


def announce_an_absence(person: Person, name: str) -> str:
    """Demands level 2: proven once more in VNeID. This time she lets nobody fill the form in; the code."""
    page = person.page
    page.get_by_role("link", name="Dịch vụ", exact=True).click()
    page.get_by_role("link", name="Khai báo tạm vắng").click()
    expect(page.get_by_role("heading", name="Trang này cần đăng nhập mức 2")).to_be_visible()
    person.check_page()
    page.get_by_role("link", name="Xác thực mức 2 bằng VNeID").click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="Khai báo tạm vắng")).to_be_visible()
    expect(page.get_by_text("VNeID mức 2").first).to_be_visible()
    page.get_by_role("button", name="Không đồng ý, tờ khai trống").click()
    expect(page.locator("[name=applicant_name]")).to_have_value("")
    number = {"Đinh Thị Thu Hương": "000183000207", "Trương Thế Hùng": "000070000209"}[name]
    page.locator("[name=reason]").first.wait_for(state="attached")
    reason = page.locator("select[name=reason]")
    if reason.count():
        reason.select_option("lam_viec")
    else:
        page.locator("[name=reason][value=lam_viec]").check()
    return hand_in(person, {"applicant_name": name, "applicant_id": number, **ABSENCE})


def shown(person: Person, address: str, words: str) -> None:
    """Look again until the words are there: what another process does takes a moment."""
    for _ in range(TRIES):
        person.page.goto(address)
        if person.page.get_by_text(words).count():
            return
        person.page.wait_for_timeout(PAUSE_MS)  # polling another process; bounded by the tries
    raise AssertionError(f"{address} does not show {words!r}: {person.page.locator('main').inner_text()}")


def morning(site: Site) -> None:
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "dean06.config.settings"}
    subprocess.run([sys.executable, "-c", MORNING], env=environment, check=True)


@pytest.mark.parametrize(
    ("viewport", "name", "other"),
    [(SMALL, "Đinh Thị Thu Hương", "Phan Văn Đạt"), (DESKTOP, "Trương Thế Hùng", "Ngô Mỹ Quyên")],
    ids=["phone", "desktop"],
)
def test_services_inside_vneid(person: MakePerson, site: Site, viewport: dict[str, int], name: str, other: str) -> None:
    citizen = person(viewport)
    unlock(citizen, name, is_level_1=True)
    tap(citizen)
    citizen.check_page()
    announce_a_guest(citizen, name)
    code = announce_an_absence(citizen, name)

    officer = on_the_desk(person, OFFICER, POST)
    open_case(officer, code)
    expect(officer.page.get_by_text("trong ứng dụng VNeID")).to_be_visible()
    act(officer, "Tiếp nhận")

    title = f"Đã tiếp nhận hồ sơ {code}"
    shown(citizen, f"{site.url}/hop-thu/", title)
    shown(citizen, f"{site.url}/hop-thu/", "VNeID:")
    morning(site)
    shown(citizen, application(site), title)
    citizen.check_page()
    notice = citizen.page.get_by_role("button", name=title)
    link = notice.get_attribute("value") or ""
    notice.click()
    expect(citizen.page.get_by_text(code).first).to_be_visible()
    expect(citizen.page.get_by_text("Hẹn trả kết quả").first).to_be_visible()
    assert "/ho-so/" in citizen.page.url
    citizen.check_page()

    stranger = person(viewport)
    unlock(stranger, other)
    tap(stranger)
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("heading", name="Tin này không phải của bà/ông")).to_be_visible()
    assert code not in stranger.page.content()
    stranger.complaints.clear()  # the browser calls the 404 a failed resource
    stranger.check_page()

    citizen.page.goto(application(site))
    citizen.page.get_by_role("button", name="Khoá ứng dụng").click()
    expect(citizen.page.get_by_role("heading", name="Máy của ai?")).to_be_visible()
    _ends(citizen)


def _ends(citizen: Person) -> None:
    """Our session ends when VNeID tells us, a moment after the phone was locked."""
    signed_out = citizen.page.get_by_role("heading", name="Đăng nhập bằng VNeID")
    for _ in range(TRIES):
        citizen.open("/p03/ung-dung/")
        if signed_out.is_visible():
            break
        citizen.page.wait_for_timeout(PAUSE_MS)
    expect(signed_out).to_be_visible()


def test_the_leader_sees_the_share(person: MakePerson) -> None:
    for viewport in (SMALL, DESKTOP):
        leader = person(viewport)
        leader.sign_in("Phan Trọng Nghĩa", "Chủ tịch UBND xã")
        leader.open("/p03/")
        expect(leader.page.get_by_text("Trên tổng hồ sơ trực tuyến")).to_be_visible()
        leader.check_page()
