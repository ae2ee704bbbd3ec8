"""Metrics added up over processes."""

import os
import subprocess
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dean06.kernel.base import metrics

CHILD = """
import django
django.setup()
from dean06.kernel.base import metrics
metrics.observe_request(route="test:child", method="GET", status=200, seconds=0.2)
"""


def samples() -> dict[tuple[str, str], float]:
    body, content_type = metrics.exposition()
    assert content_type.startswith("text/plain")
    families = text_string_to_metric_families(body.decode())
    return {(one.name, one.labels.get("route", "")): one.value for family in families for one in family.samples}


@pytest.mark.django_db
def test_requests_are_counted_by_route() -> None:
    before = samples().get(("dean06_requests_total", "test:page"), 0)
    metrics.observe_request(route="test:page", method="GET", status=200, seconds=0.02)
    after = samples()
    assert after["dean06_requests_total", "test:page"] == before + 1
    assert after["dean06_request_seconds_count", "test:page"] == before + 1


@pytest.mark.django_db
def test_another_process_counts_too() -> None:
    before = samples().get(("dean06_requests_total", "test:child"), 0)
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(metrics.DIRECTORY)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", CHILD], env=environment, check=True, timeout=60)
    assert samples()["dean06_requests_total", "test:child"] == before + 1


@pytest.mark.django_db
def test_the_empty_file_of_a_process_killed_at_its_start_is_passed_over() -> None:
    empty = metrics.DIRECTORY / "counter_999999999.db"
    empty.touch()
    try:
        assert metrics.exposition()[0]
    finally:
        empty.unlink()


@pytest.mark.django_db
def test_figures_of_the_database_are_part_of_it() -> None:
    body = metrics.exposition()[0].decode()
    assert "# TYPE dean06_outbox_messages gauge" in body
    assert "# TYPE dean06_jobs gauge" in body
