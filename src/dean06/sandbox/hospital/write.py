"""Write the hospital's documents beside the demo's people: ``python -m dean06.sandbox.hospital.write protocols``."""

import json
import sys
from pathlib import Path

from dean06.sandbox.hospital.documents import document, read_charts, read_people


def main(protocols: Path) -> None:
    """One file a patient, as the seed sends them."""
    people = read_people(protocols / "demo_people.toml")
    (protocols / "hospital").mkdir(exist_ok=True)
    for key, chart in read_charts().items():
        text = json.dumps(document(key, people[key], chart), ensure_ascii=False, indent=1)
        (protocols / "hospital" / f"{key}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
