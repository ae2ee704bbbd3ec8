"""Every page as every hat sees it: Vietnamese, well formed for machines that read aloud, nothing the policy refuses."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from tests.house.routes import HATS, all_routes
from tests.house.test_routes import ask
from tests.house.test_templates import INLINE, english
from tests.seeded import Demo

from dean06.kernel.base.actor import Role

SHOWN = [(route, hat) for route in all_routes() if route.access and route.method == "GET" for hat in HATS]
PAGES = [
    (route, hat)
    for route, hat in SHOWN
    if not route.access.machine and (hat in route.access.roles or route.access.is_public)
]
# The style page shows parts by their names in the code; quoted words of a dispatch are Vietnamese like everything else.
NAMED_IN_ENGLISH = {"ui:styles"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FIELDS = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button"}
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("pages")]


class Page(HTMLParser):
    """What a browser and a screen reader find."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.refers: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.lang = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.lang = found.get("lang", "") if tag == "html" else self.lang
        if "id" in found:
            self.ids[found["id"]] += 1
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.refers |= set(found.get(name, "").split())
        if tag == "label" and "for" in found:
            self.labels.add(found["for"])
        if tag in FIELDS and found.get("type", "") not in NEEDS_NO_LABEL:
            self.fields.append(found | {"inside": str("label" in self.open)})
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:  # optional end tags of HTML: li, p, td ...
            while self.open.pop() != tag:
                pass
        else:
            self.crossed.append(tag)

    def unlabelled(self) -> list[dict[str, str]]:
        """Fields nobody could name aloud."""
        named = ("aria-label", "aria-labelledby", "title")
        return [
            field
            for field in self.fields
            if field.get("id") not in self.labels
            and field["inside"] == "False"
            and not any(field.get(name) for name in named)
        ]


def test_the_guard_sees() -> None:
    page = Page('<html lang="vi"><p id=a>x<p id=a><input id=b><label>y <input></label></b>')
    assert page.ids["a"] == 2
    assert [field["id"] for field in page.unlabelled()] == ["b"]
    assert page.crossed == ["b"]


@pytest.mark.parametrize(("route", "hat"), PAGES, ids=lambda value: getattr(value, "name", str(value)))
def test_page(route, hat: Role, demo: Demo, now: None, db: None) -> None:
    answer = ask(route, demo.browser(hat))
    if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code >= 300:
        pytest.skip("a file, a redirect or a refusal")
    source = answer.content.decode()
    if route.name not in NAMED_IN_ENGLISH:
        assert english(source) == []
    assert [what for what, pattern in INLINE.items() if what != "an address outside" and pattern.search(source)] == []
    outside = re.findall(r"<(?:script|link|img|form)\b[^>]*\s(?:src|href|action)=[\"']?https?://[^\"'>]+", source)
    assert not outside
    page = Page(source)
    assert page.lang == "vi"
    assert page.tags["h1"] == 1
    assert page.tags["main"] == 1
    assert not [name for name, count in page.ids.items() if count > 1]
    assert page.refers <= set(page.ids)
    assert page.unlabelled() == []
    assert page.crossed == []
    assert "unsafe" not in answer["Content-Security-Policy"]
