"""Programs that are not ours, from npm: Node.js with the packages a test needs, and one question to a script."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ANSWER_SECONDS = 60


def find_node(*packages: str) -> str:
    """Node.js; absent packages skip the test, and fail the suite where it must be complete (CI)."""
    from_wheel = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (str(from_wheel) if from_wheel.exists() else None)
    missing = [name for name in packages if not (ROOT / "node_modules" / name).is_dir()]
    if found and not missing:
        return found
    reason = f"needs Node.js and npm ci (missing: {', '.join(missing) or 'node'})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def ask(node: str, script: Path, question: dict[str, Any]) -> Any:
    """The script's answer: it reads one JSON value and writes one (``refused`` in it for a no)."""
    done = subprocess.run(
        [node, str(script)],
        cwd=ROOT,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=ANSWER_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
