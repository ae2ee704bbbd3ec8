"""``python -m dean06.sandbox.population serve`` answers over HTTP, ``export`` writes the people out in bulk."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from dean06.sandbox.population.memory import InUse
from dean06.sandbox.population.people.demo import BadFile, load_demo_people
from dean06.sandbox.population.people.store import build
from dean06.sandbox.population.people.stream import DEFAULT_PEOPLE, DEFAULT_SEED, MAX_PEOPLE
from dean06.sandbox.population.serve import add_arguments, serve
from dean06.sandbox.serving import leave

DEMO = Path(__file__).resolve().parents[4] / "protocols" / "demo_people.toml"
REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command: 0 done, 2 it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m dean06.sandbox.population", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("serve", help="the register over HTTP")
    add_arguments(verb)
    verb.add_argument("--demo", type=Path, default=DEMO, help="people of the demonstration, part of every population")
    verb.set_defaults(run=serve)
    verb = verbs.add_parser("export", help="write invented people to files")
    verb.set_defaults(run=_export)
    verb.add_argument("--people", type=int, default=DEFAULT_PEOPLE, help=f"how many, at most {MAX_PEOPLE}")
    verb.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed gives the same people")
    verb.add_argument("--demo", type=Path, default=DEMO, help="people of the demonstration, part of every population")
    verb.add_argument("--parquet", type=Path, help="Parquet file to write")
    verb.add_argument("--sql", type=Path, help="script for psql to write")
    given = parser.parse_args(arguments)
    try:
        given.run(given)
    except (BadFile, InUse, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return 0


def _export(options: argparse.Namespace) -> None:
    from dean06.sandbox.population import export  # with it comes a library of 40 MB that the service does not need

    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fictional-people-") as folder:
        file = Path(folder) / "population.sqlite"
        build(file, seed=options.seed, count=options.people, demo=load_demo_people(options.demo))
        sys.stderr.write(f"{options.people} people invented in {time.monotonic() - began:.1f} s\n")
        for write, target in ((export.to_parquet, options.parquet), (export.to_sql, options.sql)):
            if target:
                sys.stderr.write(f"{write(file, target)} people in {target}\n")


if __name__ == "__main__":
    leave(main())
