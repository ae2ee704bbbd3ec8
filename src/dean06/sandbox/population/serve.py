"""``python -m dean06.sandbox.population serve``: the register over HTTP until told to stop."""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dean06.sandbox import serving
from dean06.sandbox.population.app import CALLS_PER_MINUTE, CLIENT, create_app
from dean06.sandbox.population.memory import Memory, hold
from dean06.sandbox.population.people.store import cached
from dean06.sandbox.population.people.stream import DEFAULT_PEOPLE, DEFAULT_SEED, MAX_PEOPLE
from dean06.sandbox.population.register import Register

ADMIN_VARIABLE = "POPULATION_TWIN_ADMIN_TOKEN"
PORT = 8603
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """Options of the service."""
    verb.add_argument("--host", default="127.0.0.1")
    verb.add_argument("--port", type=int, default=PORT)
    verb.add_argument("--state", type=Path, required=True, help="directory of the people, batches and changes")
    verb.add_argument("--people", type=int, default=DEFAULT_PEOPLE, help=f"how many, at most {MAX_PEOPLE}")
    verb.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed gives the same people")
    verb.add_argument("--today", type=date.fromisoformat, help="the register's day; without it the real one")
    verb.add_argument("--client", action="append", help=f"who may ask, may be repeated; {CLIENT}")
    verb.add_argument("--calls-per-minute", type=int, default=CALLS_PER_MINUTE, help="of one client; then 429")
    verb.add_argument("--admin-token", default="", help=f"better: {ADMIN_VARIABLE}; made up and printed if absent")


def serve(given: argparse.Namespace) -> None:
    """Serve until told to stop; InUse, OSError, ValueError and BadFile say why not."""
    began = time.monotonic()
    lock = hold(given.state)
    serving.require_free(given.host, given.port)
    people = cached(given.state, seed=given.seed, count=given.people, demo=given.demo)
    memory = Memory(people)
    token = given.admin_token or os.environ.get(ADMIN_VARIABLE, "") or secrets.token_urlsafe(32)
    clients = frozenset(given.client or [CLIENT])
    app = create_app(Register(memory, _calendar(given.today)), token, clients, given.calls_per_minute)
    sys.stdout.write(
        f"Population twin (fictional people) at http://{given.host}:{given.port}\n"
        f"  people: {given.people}   ready after {time.monotonic() - began:.1f} s\n"
        f"  fault switches: http://{given.host}:{given.port}/admin/faults   token: {token}\n"
    )
    sys.stdout.flush()
    try:
        serving.serve(app, given.host, given.port, let_go=lambda: app.state.faults.set([]))
    finally:
        memory.close()
        os.close(lock)


def _calendar(fixed: date | None) -> Callable[[], date]:
    return lambda: fixed or datetime.now(UTC).astimezone(ZONE).date()
