"""The style page in a real browser: no accessibility violation, no sideways scrolling, usable without script."""

import gzip
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route, expect
from tests.ui.conftest import MakeRequest, somebody

from dean06.kernel.base.actor import Role
from dean06.ui import menu
from dean06.ui.menu import Group, MenuItem
from dean06.ui.views import styles

ROOT = Path(__file__).parents[2]

STATIC = ROOT / "src" / "dean06" / "ui" / "static"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ORIGIN = "http://giao-dien.test"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIMIT_BYTES = 80_000
# The product's own policy: whatever it forbids must show up here as a console error.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
FACES = {"workspace": "", "portal": "?khung=cong", "dark": "?nen=toi"}
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 success criterion 2.5.8


@pytest.fixture
def drawn(ask: MakeRequest) -> dict[str, HttpResponse]:
    """The style page in each face, with a menu as long as a real one."""
    names = ("Việc hôm nay", "Bảng điều hành", "Công văn chỉ đạo", "Kế hoạch", "Tiến độ")
    routes = ("portal:workspace", "portal:inbox", "portal:hats", "portal:sign_in", "portal:home")
    for shell in ("workspace", "portal"):
        groups = (Group.NONE, Group.NONE, Group.PROGRAMME, Group.PROGRAMME, Group.PROGRAMME)
        entries = zip(names, routes, groups, strict=True)
        menu.register(*(MenuItem(n, r, (Role.OPERATOR,), shell, group=group) for n, r, group in entries))
    operator = somebody(Role.OPERATOR, post="Người vận hành", unit_name="Phòng Văn hóa - Thông tin")
    return {face: styles(ask(f"/van-hanh/giao-dien/{query}", actor=operator)) for face, query in FACES.items()}


def test_assets_are_built() -> None:
    missing = [name for name in ("app.css", "app.js", "htmx.js") if not (STATIC / "dist" / name).is_file()]
    assert not missing, f"{missing}: run `npm ci --ignore-scripts && npm run build`"


def test_a_first_load_is_light(drawn: dict[str, HttpResponse]) -> None:
    """All that a first load fetches, compressed by gzip (the older way, so the larger figure), fonts apart."""
    page = drawn["portal"].content
    files = set(re.findall(r'"/static/([^"]+[.](?:css|js|svg|png))"', page.decode()))
    assert {"dist/app.css", "dist/app.js", "dist/htmx.js"} <= files
    total = sum(len(gzip.compress(content)) for content in [page, *((STATIC / name).read_bytes() for name in files)])
    assert total <= LIMIT_BYTES, f"{total} bytes"


def open_page(browser: Browser, response: HttpResponse, width: int, *, script: bool = True) -> tuple[Page, list[str]]:
    """The page as a browser shows it, and what the browser complained about."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        else:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
            route.fulfill(body=response.content, headers=headers)

    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, locale="vi-VN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", serve)
    page.goto(f"{ORIGIN}/van-hanh/giao-dien/", wait_until="networkidle")
    return page, complaints


@pytest.mark.journey
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_accessibility_violation(browser: Browser, drawn: dict[str, HttpResponse], face: str, width: int) -> None:
    page, complaints = open_page(browser, drawn[face], width)
    page.add_init_script(path=AXE)
    page.reload(wait_until="networkidle")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert not [(item["id"], item["nodes"][0]["html"]) for item in found]
    assert not complaints
    page.context.close()


@pytest.mark.journey
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", [320, 640, 1280])  # 640 is a 1280 screen at 200 % zoom
def test_nothing_scrolls_sideways(browser: Browser, drawn: dict[str, HttpResponse], face: str, width: int) -> None:
    page, _ = open_page(browser, drawn[face], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.journey
def test_the_phone_menu_opens_without_script(browser: Browser, drawn: dict[str, HttpResponse]) -> None:
    page, _ = open_page(browser, drawn["portal"], 390, script=False)
    entry = page.get_by_role("navigation", name="Mục lục").get_by_role("link", name="Bảng điều hành")
    assert not entry.is_visible()
    page.locator(".phone-menu summary").click()
    assert entry.is_visible()
    box = entry.bounding_box()
    assert box is not None
    assert box["height"] >= SMALLEST_TARGET
    page.context.close()


@pytest.mark.journey
@pytest.mark.parametrize("face", ["portal", "workspace"])
def test_the_open_phone_menu_can_be_read(browser: Browser, drawn: dict[str, HttpResponse], face: str) -> None:
    """White words need their dark ground: behind them is the page."""
    page, _ = open_page(browser, drawn[face], 390)
    page.locator(".phone-menu summary").click()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run('.phone-menu', {runOnly: rules})", ["color-contrast"])
    assert not found["violations"], found["violations"]
    assert found["passes"]
    page.context.close()


@pytest.mark.journey
@pytest.mark.parametrize("script", [True, False])
def test_a_group_of_the_wide_bar_unfolds(browser: Browser, drawn: dict[str, HttpResponse], *, script: bool) -> None:
    page, _ = open_page(browser, drawn["workspace"], 1280, script=script)
    bar = page.get_by_role("navigation", name="Chính")
    entry = bar.get_by_role("link", name="Kế hoạch")
    expect(entry).to_be_hidden()
    bar.get_by_text("Đề án 06", exact=True).click()
    expect(entry).to_be_visible()
    if script:
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert not found["violations"], found["violations"]
        page.keyboard.press("Escape")
        expect(entry).to_be_hidden()
        expect(bar.locator("summary")).to_be_focused()
    page.context.close()


@pytest.mark.journey
def test_the_skip_link_shows_and_moves_to_the_content(browser: Browser, drawn: dict[str, HttpResponse]) -> None:
    page, _ = open_page(browser, drawn["portal"], 1280)
    assert page.locator(".ds-skip-link").bounding_box()["width"] <= 1
    page.evaluate("document.querySelector('.ds-skip-link').focus()")
    assert page.locator(".ds-skip-link").bounding_box()["width"] > SMALLEST_TARGET
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    page.context.close()


@pytest.mark.journey
def test_errors_take_the_focus_and_lead_to_the_control(browser: Browser, drawn: dict[str, HttpResponse]) -> None:
    page, _ = open_page(browser, drawn["portal"], 390)
    assert page.evaluate("document.activeElement.className") == "ds-error-summary"
    page.get_by_role("link", name="Hãy chọn một mức tiến độ.").click()
    assert page.evaluate("document.activeElement.id") == "id_sai-pace_0"
    page.context.close()


@pytest.mark.journey
def test_the_calendar_fills_the_box_the_vietnamese_way(browser: Browser, drawn: dict[str, HttpResponse]) -> None:
    page, _ = open_page(browser, drawn["portal"], 390)
    box = page.locator("#id_due")
    box.fill("3/12/2023")
    page.locator(".day-frame", has=box).get_by_role("button", name="Chọn ngày trong lịch").click()
    calendar = page.locator(".day-frame", has=box).locator(".day-calendar")
    assert calendar.input_value() == "2023-12-03"
    calendar.evaluate("box => { box.value = '2024-02-29'; box.dispatchEvent(new Event('change')) }")
    assert box.input_value() == "29/02/2024"
    page.context.close()
