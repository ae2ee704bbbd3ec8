"""Several processes doing the same act at once, on a database of their own with fsync on: for two measurements."""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path

from dean06.config.postgres import EmbeddedServer

WRITERS = (1, 8)
Act = Callable[[int], None]  # by the number of the process that does it
Ways = dict[str, Act]


@contextmanager
def own_database() -> Iterator[None]:
    """An empty database in a temporary directory, the settings pointing to it."""
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedServer(Path(directory) / "pg")
        with server.running():
            os.environ["DEAN06_DATABASE_URL"] = server.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
            yield


def seconds(act: Act, writers: int, acts: int, warm_up: int) -> float:
    """Time from the common start until the last of ``writers`` processes did its share of ``acts``."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(writers + 1)
    shares = [(act, writer, acts // writers, warm_up, start) for writer in range(writers)]
    processes = [context.Process(target=_write, args=share) for share in shares]
    for process in processes:
        process.start()
    start.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"a writer failed with {process.exitcode}")
    return time.perf_counter() - began


def side_by_side(ways: Ways, *, writers: int, acts: int, rounds: int, warm_up: int, beside: str) -> None:
    """Print how many acts a second each way does, and its ratio to ``bare``, round by round."""
    taken = [{name: seconds(way, writers, acts, warm_up) for name, way in ways.items()} for _ in range(rounds)]
    for name in ways:
        per_second = acts / statistics.median(one[name] for one in taken)
        ratio = statistics.median(one[name] / one["bare"] for one in taken)
        print(f"{writers} writer(s)  {name:8} {per_second:8.0f} acts/s   {ratio:5.2f} x {beside}")


def _write(act: Act, writer: int, acts: int, warm_up: int, start: Barrier) -> None:
    for _ in range(warm_up):
        act(writer)
    start.wait()
    for _ in range(acts):
        act(writer)
