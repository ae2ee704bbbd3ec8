"""Templates of all houses: Vietnamese only, nothing inline that the content policy would refuse, one base page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).parents[2] / "src" / "dean06"
# The twin in the sandbox is its own small program with its own templates (Jinja).
ALL = sorted(path for path in SOURCE.rglob("templates/**/*.html") if "sandbox" not in path.parts)
SANDBOX = sorted((SOURCE / "sandbox").rglob("templates/**/*.html"))
# The configuration of htmx is read by htmx alone.
SAID = [path for path in ALL + SANDBOX if path.name != "htmx_config.html"]
# Pages that stand alone: the base itself, and the page shown when nothing else can be relied on.
STAND_ALONE = {"base.html", "errors/bare.html"}

# None of these is a Vietnamese syllable in ordinary use.
ENGLISH_TEXT = """
the and you your please submit save cancel delete edit search login logout sign signed error page next previous
back home user username password file files upload download with for from this that are not click here loading
failed success successful status report dashboard settings name date yes welcome hello continue confirm close open
new create update view show hide more less all none select choose enter required optional invalid help about
contact terms privacy copyright rights reserved unit plan progress deadline overdue done pending draft today
tomorrow yesterday week month year total average count list table row column form field value
"""
ENGLISH = frozenset(ENGLISH_TEXT.split())
SPOKEN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "label", "data-label", "content"}
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "script inside htmx attributes": re.compile(r"\bhx-on|\bhx-vars|hx-(?:vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
    "an address outside": re.compile(r"(?:src|href|action)\s*=\s*[\"']?https?://", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
PROSE = re.compile(r"[\"']([^\"']*\s[^\"']*)[\"']")


class Spoken(HTMLParser):
    """Collects what a person reads or hears: text and spoken attributes, not scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in {"script", "style"}
        if tag != "meta":
            self.words += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def spoken(source: str) -> str:
    """All words of a template, those inside its tags (``{% empty "Chưa có gì" %}``) included."""
    source = COMMENT.sub(" ", source)
    inside = [text for tag in TAG.findall(source) for text in PROSE.findall(tag)]
    parser = Spoken()
    parser.feed(TAG.sub(" ", source))
    return " ".join(parser.words + inside)


def english(source: str) -> list[str]:
    """English words a person would meet."""
    return sorted(ENGLISH & set(re.findall(r"\w+", spoken(source).casefold())))


def name_of(path: Path) -> str:
    """The name templates are loaded by."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def used_by(path: Path) -> set[str]:
    """Names of the templates this one extends or includes."""
    return set(re.findall(r"{%\s*(?:extends|include)\s+[\"']([^\"'#]+)", path.read_text(encoding="utf-8")))


INCLUDED = {name for path in ALL for name in used_by(path)}


def is_piece(path: Path) -> bool:
    """True for what other templates include, and for the components, which template tags draw."""
    return name_of(path) in INCLUDED or name_of(path).startswith("components/")


def test_there_are_templates_to_guard() -> None:
    assert {"base.html", "components/field.html"} <= {name_of(path) for path in ALL}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Please nộp hồ sơ</p>", ["please"]),
        ('<a aria-label="Next">›</a>', ["next"]),
        ('{% empty "No report yet" %}', ["report"]),
        ("<p>{{ user.name }}</p>{# the comment #}", []),
        ("<p>Thẻ BHYT, mã số định danh, kiosk</p>", []),
        ('<script src="/static/app.js"></script>', []),
    ],
)
def test_the_guard_against_english_sees(source: str, found: list[str]) -> None:
    assert english(source) == found


@pytest.mark.parametrize(
    "bad", ['<p style="x">', "<style>", "<script>x", '<a onclick="x">', '<img src="https://x.y/">']
)
def test_the_guard_against_inline_sees(bad: str) -> None:
    assert any(pattern.search(bad) for pattern in INLINE.values())


@pytest.mark.parametrize("path", SAID, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_english_reaches_people(path: Path) -> None:
    assert english(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_inline_and_nothing_from_outside(path: Path) -> None:
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [what for what, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_page_extends_the_base_and_every_template_compiles(path: Path) -> None:
    name = name_of(path)
    get_template(name)
    source = COMMENT.sub("", path.read_text(encoding="utf-8")).lstrip()
    assert name in STAND_ALONE or is_piece(path) or source.startswith("{% extends ")


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_house_includes_the_pieces_of_another(path: Path) -> None:
    """Pages use the base, the shared components and their own pieces."""
    house = path.relative_to(SOURCE).parts[: path.relative_to(SOURCE).parts.index("templates")]
    own = {name_of(other) for other in ALL if other.relative_to(SOURCE).parts[: len(house)] == house}
    shared = {name_of(other) for other in ALL if other.relative_to(SOURCE).parts[0] == "ui"}
    assert used_by(path) <= own | shared


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(SOURCE)))
def test_forms_that_write_carry_the_token(path: Path) -> None:
    forms = re.findall(
        r"<form\b[^>]*method=.?post.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL | re.IGNORECASE
    )
    assert all("csrf_token" in form for form in forms)
