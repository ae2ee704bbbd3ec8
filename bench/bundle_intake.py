"""What a sender waits for before the database: a bundle of 3,000 entries read, against json.loads of the same bytes.

Reading is one parse with our checks in it, then the mapped resources alone (2,800 of the entries). Ours also refuses
doubled members, depth, other people's resources, codes outside R4's required value sets. Beside it, once, the full
check that runs off the path. Time of the process, both taking turns, since other work shares the cores.
Run: python -m bench.bundle_intake [--visits 200] [--rounds 15]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

from tests.pilots.p17_health_labour_books.synthea import Synthea

from dean06.pilots.p17_health_labour_books.fhir.checking import check_bundle
from dean06.pilots.p17_health_labour_books.fhir.reading import read_bundle


def spent(do: Callable[[bytes], object], content: bytes) -> float:
    """Seconds of the process."""
    started = time.process_time()
    do(content)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    content = Synthea().bundle(given.visits)
    told = read_bundle(content)
    entries = len(json.loads(content)["entry"])
    print(f"{entries} entries, {len(told.facts)} of them mapped, {len(content) / 1e6:.1f} MB")
    bare, ours = [], []
    for _ in range(given.rounds):
        bare.append(spent(json.loads, content))
        ours.append(spent(read_bundle, content))
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    middle = statistics.median(ours) / statistics.median(bare)
    print(f"json.loads {statistics.median(bare) * 1000:.0f} ms, read_bundle {statistics.median(ours) * 1000:.0f} ms")
    print(f"ratio of the medians {middle:.1f}, single rounds {min(ratios):.1f} to {max(ratios):.1f}")
    check_bundle(content)  # the import
    print(f"full check, off the path: {spent(check_bundle, content) / statistics.median(bare):.0f} x")


if __name__ == "__main__":
    main()
