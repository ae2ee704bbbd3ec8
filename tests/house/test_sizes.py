"""Files and functions stay small enough to be read in one go (docs: house limits, hard)."""

import ast
from pathlib import Path

import pytest
from tests.house.source import SOURCE, functions, lines_of, python_files, short

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_VIEW = 25
LONGEST_PAGE = 120
FILES = python_files("src", "tests", "tools", "bench", "docs")
ROUTES = {"page", "machine"}


def is_route(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True for what answers a request: it carries ``@page`` or ``@machine``."""
    called = (one.func if isinstance(one, ast.Call) else one for one in function.decorator_list)
    return any(isinstance(one, ast.Name) and one.id in ROUTES for one in called)


def test_there_is_something_to_measure() -> None:
    assert len(FILES) > 200
    assert any(is_route(function) for path in FILES if "views" in path.parts for function in functions(path))


@pytest.mark.parametrize("path", FILES, ids=short)
def test_file_and_its_functions(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE, f"{lines} lines: make it a package with one verb or noun a file"
    long = {f.name: lines_of(f) for f in functions(path) if lines_of(f) > LONGEST_FUNCTION}
    assert not long, "split these"
    views = {f.name: lines_of(f) for f in functions(path) if is_route(f) and lines_of(f) > LONGEST_VIEW}
    assert not views, "a view asks a service or a selector and renders; move the rest there"


def test_page_templates() -> None:
    long = {
        short(path): count
        for path in SOURCE.rglob("templates/**/*.html")
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST_PAGE
    }
    assert not long
