"""Files that come another way: on the national portal, and by post; somebody's answer taken down over the telephone."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from dean06.config import sandbox
from dean06.kernel.base import clock

from .conftest import PHONE, Person, Site
from .test_desk import (
    CLERK,
    CODE,
    COUNTER,
    JUSTICE,
    MOTHER,
    NUMBER,
    REGISTRAR,
    MakePerson,
    act,
    fill_birth,
    give,
    on_the_desk,
    open_case,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

OPERATOR, OPERATORS_POST = "Cao Xuân Trường", "Quản trị hệ thống"
# The worker looks at the portal once a minute.
PATIENCE_S = 150
PORTAL_CODE = re.compile(r"G22\.99-\d{6}-\d{6}")


def until(page: Page, address: str, words: str | re.Pattern[str]) -> None:
    """Open a page again and again until it says so: another process works on it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        page.goto(address)
        if page.get_by_text(words).count():
            return
        time.sleep(1)  # polling another process; bounded by the deadline
    raise AssertionError(f"{address} never said {words!r}: {page.inner_text('body')[:2000]}")


def portal_address(site: Site) -> str:
    """The twin's page of citizens."""
    return f"http://127.0.0.1:{site.environment[sandbox.twin('national_portal').port_key]}/"


def test_filed_on_the_national_portal_it_is_a_case_here_and_its_way_is_told_there(
    person: MakePerson, site: Site
) -> None:
    citizen = person(PHONE)
    citizen.page.goto(portal_address(site))
    citizen.page.get_by_label("Người nộp").select_option(label=MOTHER)
    citizen.page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(citizen.page.get_by_text("Chưa có cơ quan nào nhận")).to_be_visible()
    citizen.check_page()
    filed = PORTAL_CODE.search(citizen.page.inner_text("main"))
    assert filed, citizen.page.inner_text("main")

    operator = person()
    operator.sign_in(OPERATOR, OPERATORS_POST)
    until(operator.page, f"{site.url}/van-hanh/cong-dich-vu-cong/", CODE)
    expect(operator.page.get_by_text(filed[0]).first).to_be_visible()
    operator.check_page()
    found = CODE.search(operator.page.inner_text("main"))
    assert found, operator.page.inner_text("main")

    clerk = on_the_desk(person, CLERK, COUNTER)
    open_case(clerk, found[0])
    expect(clerk.page.get_by_text("Cổng Dịch vụ công quốc gia").first).to_be_visible()
    clerk.check_page()
    act(clerk, "Tiếp nhận")
    until(citizen.page, portal_address(site), "Được tiếp nhận")
    expect(citizen.page.get_by_text(found[0]).first).to_be_visible()
    citizen.check_page()


def by_post(clerk: Person) -> str:
    """Enter a birth that came by post yesterday at four; the code of the case."""
    page = clerk.page
    page.get_by_role("link", name="Nộp tại quầy").click()
    page.get_by_label("Gửi qua bưu chính công ích").check()
    page.get_by_label("Thủ tục").select_option(label="Đăng ký khai sinh")
    page.get_by_label("Số định danh cá nhân của người nộp").fill(NUMBER)
    clerk.check_page()
    page.get_by_role("button", name="Mở tờ khai").click()
    fill_birth(clerk)
    page.get_by_label("Có bản giấy trong bưu gửi").first.check()
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.get_by_text("Hãy ghi tên người gửi.").first).to_be_visible()
    clerk.check_page()
    page.get_by_label("Ngày đơn vị nhận bưu gửi").fill(f"{clock.today() - timedelta(days=1):%d/%m/%Y}")
    page.get_by_label("Giờ nhận").fill("16:00")
    page.get_by_label("Người gửi", exact=True).fill(MOTHER)
    page.get_by_label("Địa chỉ người gửi").fill("Thôn 1, xã Đức Thọ")
    page.get_by_label("Số hiệu bưu gửi").fill("EB123456789VN")
    page.get_by_label("Trả kết quả qua bưu chính đến địa chỉ").fill("Thôn 1, xã Đức Thọ")
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.get_by_text("Đã nộp và tiếp nhận hồ sơ")).to_be_visible()
    found = CODE.search(page.url)
    assert found, page.url
    return found[0]


def test_by_post_and_over_the_telephone(person: MakePerson) -> None:
    clerk = on_the_desk(person, CLERK, COUNTER)
    code = by_post(clerk)
    expect(clerk.page.get_by_text("Bưu chính công ích").first).to_be_visible()
    expect(clerk.page.get_by_text("Qua bưu chính đến Thôn 1, xã Đức Thọ")).to_be_visible()
    clerk.check_page()
    give(clerk, REGISTRAR)

    registrar = on_the_desk(person, REGISTRAR, JUSTICE)
    open_case(registrar, code)
    act(registrar, "Yêu cầu bổ sung", request="Xin bản rõ giấy chứng sinh")

    open_case(clerk, code)
    clerk.page.get_by_role("link", name="Ghi bổ sung giấy tờ").click()
    clerk.check_page()
    clerk.page.get_by_label("Người nộp bổ sung gì").fill("Bà gửi bản rõ, nói qua điện thoại")
    clerk.page.get_by_label("Người nói").fill(MOTHER)
    clerk.page.get_by_label("Nói qua điện thoại").check()
    clerk.page.get_by_role("button", name="Ghi bổ sung").click()
    expect(clerk.page.get_by_text("Đã ghi bổ sung. Người nộp được báo.")).to_be_visible()
    expect(clerk.page.get_by_text(f"theo lời {MOTHER}").first).to_be_visible()

    phone = on_the_desk(person, CLERK, COUNTER, PHONE)
    open_case(phone, code)
    phone.page.get_by_role("link", name="Ghi yêu cầu rút hồ sơ").click()
    phone.check_page()

    mother = person(PHONE)
    mother.sign_in(MOTHER)
    mother.open("/hop-thu/")
    expect(mother.page.get_by_text(f"Cán bộ đã ghi thay bà/ông trong hồ sơ {code}").first).to_be_visible()
