"""Nothing anybody was told of is lost or done twice when web server, worker and database are killed in the middle."""

import subprocess
import sys

import pytest
from tests.sandbox.twin import ROOT

LONGEST_SECONDS = 900  # on a machine doing much else; about a minute by itself


@pytest.mark.slow
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled() -> None:
    """In a process of its own: it has a database that dies, and this one's stays alive."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.scenario"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("killed serve worker database")
