"""Prometheus metrics shared by all processes of the installation.

Every process writes its own memory-mapped files under the state directory; whoever is scraped adds them up. Figures
that live in the database (queues, dead letters) are counted there at scrape time, see ``at_scrape``.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

DIRECTORY = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(Path(settings.STATE) / "metrics")))
DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)
# The library chose where it keeps values when somebody first imported it: choose again, now that the directory is set.
values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call] # untyped library

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("dean06_requests_total", "Requests answered", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("dean06_request_seconds", "Time to answer", ["route", "method"], buckets=SECONDS)
EVENT_HANDLER_FAILURES = Counter("dean06_event_handler_failures_total", "Event handlers that failed", ["event"])
OUTBOX_DELIVERIES = Counter("dean06_outbox_deliveries_total", "Delivery attempts by result", ["topic", "result"])
JOBS = Counter("dean06_jobs_total", "Jobs run by result", ["task", "result"])
JOB_SECONDS = Histogram("dean06_job_seconds", "Time a job ran", ["task"], buckets=SECONDS)
STALLED_JOBS = Counter("dean06_jobs_stalled_total", "Jobs taken back from workers that died", ["task"])
RATE_LIMITED = Counter("dean06_rate_limited_total", "Requests refused by a rate limit", ["limit"])

_at_scrape: list[Collector] = []


class _AllProcesses:
    """Adds up the files of all processes. One killed while it made its file leaves it empty: passed over."""

    def collect(self) -> Iterator[Metric]:
        """Every metric, summed."""
        files = [str(file) for file in DIRECTORY.glob("*.db") if file.stat().st_size]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call] # untyped library


def observe_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request. ``route`` is the URL name, never the path: paths hold ids and are endless."""
    REQUESTS.labels(route=route or "unknown", method=method, status=str(status)).inc()
    REQUEST_SECONDS.labels(route=route or "unknown", method=method).observe(seconds)


def at_scrape(collector: Collector) -> None:
    """Also ask this collector on every scrape; for figures counted in the database."""
    if collector not in _at_scrape:
        _at_scrape.append(collector)


def exposition() -> tuple[bytes, str]:
    """All metrics of all processes in Prometheus' text format, and its content type."""
    registry = CollectorRegistry()
    for collector in (_AllProcesses(), *_at_scrape):
        registry.register(collector)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def start_fresh() -> None:
    """Forget what processes of earlier runs counted; those still alive, such as a worker, keep their figures.

    For the process that starts others, before it starts them.
    """
    for file in DIRECTORY.glob("*.db"):
        if not psutil.pid_exists(int(file.stem.rpartition("_")[2])):
            file.unlink(missing_ok=True)
