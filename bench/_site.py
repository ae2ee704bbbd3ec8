"""An installation full of cases with its web server, for benches that ask it over sockets.

The filled database is made once and kept as a template in the temporary directory; each run gets a copy of it, made by
PostgreSQL file by file, durable as in production. Another count, version of the tables or of the maker: made anew.
"""

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from dean06.config.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parent.parent
RUN = "bench_run"
WORKERS, THREADS = 2, 2  # as an installation has it without being told
START_SECONDS = 60


def cluster() -> EmbeddedServer:
    """The kept database server of this working copy."""
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return EmbeddedServer(Path(tempfile.gettempdir()) / f"dean06-bench-{mark}")


@contextmanager
def filled(count: int) -> Iterator[None]:
    """A database of ``count`` cases for this run, the settings pointing to it, Django set up."""
    server = cluster()
    with ExitStack() as stack:
        stack.enter_context(server.running())
        state = stack.enter_context(tempfile.TemporaryDirectory(prefix="dean06-bench-"))
        os.environ["DEAN06_STATE"] = state
        os.environ["DEAN06_DEMO"] = "1"
        os.environ["DEAN06_SANDBOX_POPULATION_PORT"] = str(free_port())
        os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings"
        template = f"cases_{count}_{_mark()}"
        if not _exists(server, template):
            print(f"making {count:,} cases once ...", flush=True)
            _drop_outdated(server)
            subprocess.run(
                [sys.executable, "-m", "bench._site", str(count)],
                env={**os.environ, "DEAN06_DATABASE_URL": _made(server, f"{template}_begun")},
                check=True,
            )
            _ask(server, f'ALTER DATABASE "{template}_begun" RENAME TO "{template}"')
        os.environ["DEAN06_DATABASE_URL"] = _made(server, RUN, template=template)
        stack.callback(_ask, server, f'DROP DATABASE "{RUN}" WITH (FORCE)')
        _set_up()
        yield


def fill(count: int) -> None:
    """Tables, reference data, cases; in a process of its own because it changes nothing of the caller's."""
    prepare()
    from bench import _many_cases

    from dean06.kernel.base import clock

    _many_cases.fill(count, clock.today())


def prepare() -> None:
    """Tables and reference data in the database of the environment."""
    _set_up()
    from django.core.management import call_command

    from dean06.config import seeding

    call_command("migrate", verbosity=0)
    seeding.reference_data()


@contextmanager
def web() -> Iterator[int]:
    """The web server with our pages and the bare one, as ``dean06 serve`` runs it; its port."""
    from dean06.config import static_files
    from dean06.kernel.base import metrics

    static_files.ensure()
    metrics.start_fresh()
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--log-level", "warning"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--backlog", "512"),
        "bench._bare:application",
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return once somebody listens; SystemExit when the process ends first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


def _set_up() -> None:
    import django

    django.setup()


def _mark() -> str:
    """Of everything that decides what the template holds."""
    from dean06.kernel.base import clock

    files = [Path(__file__).with_name("_many_cases.py"), *sorted(ROOT.glob("src/dean06/**/migrations/*.py"))]
    text = b"".join(file.read_bytes() for file in files) + clock.today().isoformat().encode()
    return hashlib.sha256(text).hexdigest()[:12]


def _drop_outdated(server: EmbeddedServer) -> None:
    """Templates of other tables, another maker or another day are of no use any more."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'cases\\_%'").fetchall()
    for (name,) in rows:
        if not name.endswith(_mark()):
            _ask(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _exists(server: EmbeddedServer, database: str) -> bool:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone()
    return found is not None


def _made(server: EmbeddedServer, database: str, *, template: str = "template0") -> str:
    """A new database of that name instead of any before; its address."""
    _ask(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    _ask(server, f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return server.url(database)


def _ask(server: EmbeddedServer, sql: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
