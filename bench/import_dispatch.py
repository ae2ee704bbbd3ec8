"""Importing a dispatch against plainly reading its lines.

Both sides get the same bytes from memory. "Plain" decodes them, splits the lines, strips and folds each one: the least
a program must do that wants to find anything in the text. Every run is a process of its own, so that caches do not
flatter the first import; the second import in the same process shows what they do.
Run: python -m bench.import_dispatch [FILE] [--runs 7]
"""

import argparse
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 7
ONCE = """
import sys, time
from pathlib import Path
from dean06.kernel.base.text import fold
from dean06.programme.reading import read_bytes
data, name = Path(sys.argv[1]).read_bytes(), sys.argv[2]
started = time.perf_counter()
lines = [fold(line.strip()) for line in data.decode("utf-8-sig").splitlines()]
plain = time.perf_counter() - started
started = time.perf_counter()
first = read_bytes(data, name)
cold = time.perf_counter() - started
started = time.perf_counter()
read_bytes(data, name)
print(plain, cold, time.perf_counter() - started, len(lines), len(first.pilots))
"""


def sample(folder: Path) -> Path:
    """A generated dispatch of the demonstration, damaged like the real one."""
    from dean06.programme.sample import DAMAGES, NAMES, generate, load

    path = folder / "dispatch.txt"
    path.write_text(generate(load(NAMES[0]), damage=DAMAGES["real"], seed=6), "utf-8")
    return path


def main() -> None:
    """Print medians and ratios."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a .txt dispatch (default: a generated one)")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or sample(Path(folder))
        rows = [_run(file) for _ in range(options.runs)]
    plain, cold, warm = (statistics.median(row[place] for row in rows) for place in range(3))
    print(f"{int(rows[0][3])} lines, {int(rows[0][4])} pilots, median of {options.runs} runs")
    print(f"plain reading {plain * 1000:8.2f} ms")
    print(f"first import  {cold * 1000:8.2f} ms   ratio {cold / plain:6.0f} x plain")
    print(f"second import {warm * 1000:8.2f} ms   ratio {warm / plain:6.0f} x plain")


def _run(file: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", ONCE, str(file), file.name], check=True, capture_output=True, text=True
    )
    return [float(value) for value in done.stdout.split()]


if __name__ == "__main__":
    main()
