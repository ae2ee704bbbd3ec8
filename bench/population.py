"""Inventing people and keeping them in an indexed SQLite file, against writing the same finished rows alone.

Run: python -m bench.population [--people 20000] [--rounds 5]
"""

import argparse
import resource
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from dean06.sandbox.population.people.demo import load_demo_people
from dean06.sandbox.population.people.person import COLUMNS, as_row
from dean06.sandbox.population.people.store import build, stock

DEMO = Path(__file__).resolve().parents[1] / "protocols" / "demo_people.toml"


def invent(file: Path, seed: int, count: int) -> float:
    began = time.perf_counter()
    build(file, seed=seed, count=count, demo=load_demo_people(DEMO))
    return time.perf_counter() - began


def write_alone(file: Path, rows: list[tuple[object, ...]]) -> float:
    began = time.perf_counter()
    with sqlite3.connect(file) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        database.execute(f"CREATE TABLE people (n INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
        database.executemany(f"INSERT INTO people VALUES (NULL, {', '.join('?' * len(COLUMNS))})", rows)
        for column in ("personal_id", "household"):
            database.execute(f"CREATE INDEX people_{column} ON people ({column})")
    database.close()
    return time.perf_counter() - began


def peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as folder:
        files = [Path(folder) / f"{seed}.sqlite" for seed in range(options.rounds)]
        invented = [invent(file, seed, options.people) for seed, file in enumerate(files)]
        peak = peak_megabytes()  # of inventing: nothing has read all rows at once so far
        alone = [
            write_alone(file.with_suffix(".alone"), [as_row(person) for people in stock(file) for person in people])
            for file in files
        ]
    ratio = statistics.median(first / second for first, second in zip(invented, alone, strict=True))
    rate = options.people / statistics.median(invented)
    print(f"{options.people} people: {rate:.0f} rows/s, peak {peak} MB, {ratio:.1f} x writing the rows alone")


if __name__ == "__main__":
    main()
