"""The embedded server: shared by processes, stopped by the last one, started again after any kind of death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.config.waiting import is_gone

from dean06.config import postgres
from dean06.config.postgres import DatabaseError, EmbeddedServer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]
HOLDER = Path(__file__).with_name("holder.py")


class Holder:
    """Another process that needs the database."""

    def __init__(self, directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HOLDER), str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def wait_until_up(self) -> "Holder":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n"
        return self

    def leave(self) -> None:
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def cluster(place: Path) -> Path:
    """One cluster for all: making it is what takes time."""
    return place / "cluster"


@pytest.fixture
def hold(cluster: Path) -> Iterator:
    """Starts holders; whatever still runs afterwards is ended."""
    started: list[Holder] = []

    def start() -> Holder:
        started.append(Holder(cluster))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.die()


def postmaster(cluster: Path) -> psutil.Process:
    """The server's own process, by its pid file."""
    return psutil.Process(int((cluster / "data" / "postmaster.pid").read_text().splitlines()[0]))


def ask(cluster: Path, query: str) -> object:
    with psycopg.connect(EmbeddedServer(cluster).url(), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def test_two_at_once_start_one_server_and_the_last_one_stops_it(cluster: Path, hold) -> None:
    first, second = hold(), hold()  # both start on an empty directory at the same moment
    first.wait_until_up()
    second.wait_until_up()
    server = postmaster(cluster)
    ask(cluster, "create table kept (what text)")
    ask(cluster, "insert into kept values ('Đức Thọ')")
    assert EmbeddedServer(cluster).in_use()
    first.leave()
    assert server.is_running()
    assert ask(cluster, "select what from kept") == "Đức Thọ"
    second.leave()
    assert is_gone(server)
    assert not EmbeddedServer(cluster).in_use()


def test_a_server_killed_with_9_leaves_a_pid_file_that_stops_nobody(cluster: Path, hold) -> None:
    holder = hold().wait_until_up()
    ask(cluster, "create table if not exists survivors (what text)")
    server = postmaster(cluster)
    children = server.children(recursive=True)
    os.kill(server.pid, signal.SIGKILL)
    psutil.wait_procs([server, *children], timeout=30)
    holder.leave()
    assert (cluster / "data" / "postmaster.pid").exists()
    hold().wait_until_up().leave()


def test_a_stale_pid_file_that_names_a_living_stranger_stops_nobody(cluster: Path, hold) -> None:
    hold().wait_until_up().leave()
    (cluster / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster / 'data'}\n")
    hold().wait_until_up().leave()


def test_a_holder_killed_with_9_leaves_the_server_to_the_next_one(cluster: Path, hold) -> None:
    hold().wait_until_up().die()
    server = postmaster(cluster)
    assert server.is_running()
    following = hold().wait_until_up()
    assert postmaster(cluster).pid == server.pid
    following.leave()
    assert is_gone(server)


def test_nothing_listens_on_the_network(cluster: Path, hold) -> None:
    holder = hold().wait_until_up()
    kinds = {one.family.name for one in postmaster(cluster).net_connections("all")}
    holder.leave()
    assert kinds <= {"AF_UNIX"}


def test_a_long_state_path_finds_a_place_for_its_socket(place: Path) -> None:
    directory = place / ("rất-dài-" * 8) / ("dài-nữa-" * 8)
    server = EmbeddedServer(directory / "postgres", durable=False)
    assert not server.socket_directory.is_relative_to(directory)
    with server.running(), psycopg.connect(server.url()) as connection:
        assert connection.execute("select current_database()").fetchone() == ("dean06",)


def test_a_cluster_that_cannot_start_says_where_its_words_are(cluster: Path, hold) -> None:
    hold().wait_until_up().leave()
    settings = cluster / "data" / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("shared_buffers = nonsense\n")
    try:
        with pytest.raises(DatabaseError, match=r"server\.log"), EmbeddedServer(cluster, durable=False).running():
            pytest.fail("it started")
    finally:
        settings.write_text(before)


def test_a_tool_that_fails_says_why_in_its_own_words() -> None:
    with pytest.raises(DatabaseError, match="pg_restore"):
        postgres.run_tool("pg_restore", "/nowhere")
