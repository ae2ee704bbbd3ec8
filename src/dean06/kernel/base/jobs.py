"""Background jobs on Procrastinate: deferring joins the caller's transaction, jobs of dead workers are taken back.

Every job may run twice (a worker can die after the work and before the note of it), so every task is idempotent and
takes ids only.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app as _app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from dean06.kernel.base import metrics

app: App = _app
task = app.task

CONCURRENCY = 2
GRACEFUL_STOP_SECONDS = 20.0
HEARTBEAT_SECONDS = 10.0
STALLED_AFTER_SECONDS = 30.0
POLL_SECONDS = 5.0
MOST_TIMES_TAKEN_BACK = 5
VN_HOURS_AHEAD = 7

# For tasks that touch nothing outside: a deadlock or a restarting database is over soon.
RETRY_SOON = RetryStrategy(max_attempts=5, exponential_wait=3)

_PENDING = """
select queueing_lock from procrastinate_jobs where queueing_lock = any(%s) and status in ('todo', 'doing')
"""
_FIGURES = "select queue_name, status::text, count(*) from procrastinate_jobs group by 1, 2"


def daily(hour: int, minute: int) -> str:
    """Cron expression for a time of day in Vietnam. The worker counts in UTC; Vietnam is seven hours ahead all year."""
    return f"{minute} {(hour - VN_HOURS_AHEAD) % 24} * * *"


def defer_once(name: str, key: str, *, at: datetime | None = None, **arguments: str | int) -> bool:
    """Defer the named task in the caller's transaction unless one with the same key waits; True when deferred."""
    try:
        with transaction.atomic():  # the refusal is an error of the database: it must not spoil the caller's work
            app.configure_task(name, queueing_lock=key, schedule_at=at).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def pending(keys: Iterable[str]) -> set[str]:
    """Those of the keys (see ``defer_once``) with a job that waits or is under way."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [list(keys)])
        return {key for (key,) in cursor.fetchall()}


def run_worker(stop_event: threading.Event | None = None, *, wait: bool = True) -> None:
    """Work until told to stop, by SIGTERM, Ctrl-C or ``stop_event``; with ``wait=False`` until nothing is left to do.

    Jobs under way get ``GRACEFUL_STOP_SECONDS`` to finish. Call it from the main thread unless ``stop_event`` is given.
    """
    # A second app with the same tasks: replacing the connector of the first would take deferring inside a task out
    # of that task's transaction.
    working = app.with_connector(PsycopgConnector(kwargs=connector_params()))
    asyncio.run(_work(working, stop_event, wait=wait))


async def _work(working: App, stop_event: threading.Event | None, *, wait: bool) -> None:
    async with working.open_async():
        worker = asyncio.create_task(
            working.run_worker_async(
                wait=wait,
                concurrency=CONCURRENCY,
                install_signal_handlers=stop_event is None,
                shutdown_graceful_timeout=GRACEFUL_STOP_SECONDS,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_AFTER_SECONDS,
                worker_middleware=[_measure],
            )
        )
        if stop_event is None:
            await worker
        else:
            await _until(stop_event, worker)


async def _until(stop_event: threading.Event, worker: "asyncio.Task[None]") -> None:
    """Wait for the worker to end by itself or for the event; cancelling makes it finish its jobs first."""
    stopped = asyncio.create_task(asyncio.to_thread(stop_event.wait))
    await asyncio.wait({worker, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not worker.done():
        worker.cancel()
    stop_event.set()  # frees the thread that waits for it
    await asyncio.gather(worker, stopped, return_exceptions=not worker.done())


async def _measure(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Any) -> Any:
    """Middleware around every job: how long, and how it ended."""
    del worker
    started, result = time.perf_counter(), "failed"
    try:
        outcome = await call_next()
        result = "succeeded"
    finally:
        metrics.JOBS.labels(task=context.job.task_name, result=result).inc()
        metrics.JOB_SECONDS.labels(task=context.job.task_name).observe(time.perf_counter() - started)
    return outcome


async def take_back_stalled(context: JobContext) -> int:
    """Put the jobs of workers that stopped breathing back into the queue; returns how many there were."""
    stalled = list(await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
    for job in stalled:
        metrics.STALLED_JOBS.labels(task=job.task_name).inc()
        await _take_back(context.app.job_manager, job)
    return len(stalled)


async def _take_back(manager: JobManager, job: Job) -> None:
    if job.attempts >= MOST_TIMES_TAKEN_BACK:  # it seems to be what kills the workers
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # another one with the same key waits already and will do its work
        await manager.finish_job(job, status=Status.ABORTED, delete_job=False)


class JobFigures:
    """Counts jobs by queue and state when Prometheus asks."""

    def collect(self) -> Iterator[Metric]:
        """One gauge, labelled by queue and state."""
        gauge = GaugeMetricFamily("dean06_jobs", "Jobs by queue and state", labels=["queue", "state"])
        with connection.cursor() as cursor:
            cursor.execute(_FIGURES)
            for queue, state, count in cursor.fetchall():
                gauge.add_metric([queue, state], count)
        yield gauge
