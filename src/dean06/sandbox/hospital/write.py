"""Write the hospital's documents beside the demo's people: ``python -m dean06.sandbox.hospital.write protocols``."""

import sys
from pathlib import Path

from dean06.sandbox.hospital.documents import document, read_charts, read_people, written


def main(protocols: Path) -> None:
    """One file a patient, as the seed sends them."""
    people = read_people(protocols / "demo_people.toml")
    (protocols / "hospital").mkdir(exist_ok=True)
    for key, chart in read_charts().items():
        (protocols / "hospital" / f"{key}.json").write_bytes(written(document(key, people[key], chart)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
