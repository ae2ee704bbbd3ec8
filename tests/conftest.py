"""What every test may use. The database itself is started earlier, by the plugin dean06.config.pytest_database."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tools import find_chromium


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests that commit are cleaned up by TRUNCATE, which the audit log refuses: only here may it be emptied."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'audit_no_truncate'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_no_truncate")


@pytest.fixture(scope="session", autouse=True)
def unicode_tables() -> None:
    """Have Hypothesis make its tables of characters now.

    It does so for the first text a process draws, which takes a second in a new clone and would be held against the
    test that happens to come first.
    """
    _draw_a_text()


@settings(max_examples=1, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=8))
def _draw_a_text(_text: str) -> None:
    pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one a worker: Playwright allows no second one in the same process."""
    path = find_chromium.find()
    assert path, find_chromium.HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()
