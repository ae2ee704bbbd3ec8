"""Scaffolds the anatomy of a pilot: every file it has, working from the first minute.

    make new-pilot NUMBER=04
    python tools/new_pilot.py --number 24 --slug bus_lanes --title "Làn xe buýt" --group II --lead "Công an huyện"

A pilot of the dispatch has a manifest already: it is kept and everything else is put beside it. Nothing is ever
overwritten: when a file to be written exists, nothing at all is written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
ANATOMY = Path(__file__).resolve().parent / "anatomy"
sys.path.insert(0, str(ROOT / "src"))

from dean06.kernel.manifest.api import ManifestError, all_pilots, group  # noqa: E402 - the path is set just above
from dean06.kernel.manifest.checks import slug as check_slug  # noqa: E402 - the path is set just above

KEPT = ("__init__.py", "manifest.py")
EMPTY = ("migrations/__init__.py", "static/{slug}/.gitkeep")
SHORT_TITLE_LENGTH = 40
NEXT_STEPS = """
Written: {count} files of pilot {number}.
Next:
  1. rename Entry to the pilot's own noun, in models, selectors, services and tests
  2. in manifest.py: status=Status.BUILT, urls="dean06.pilots.{slug}.urls", api="dean06.pilots.{slug}.api",
     roles, and an Indicator whose selector is "dean06.pilots.{slug}.selectors:count_entries"
  3. dean06 makemigrations {slug} -n initial
  4. state the status in docs/pilots, then make check
"""


class Refused(Exception):
    """The scaffold cannot be made; the message says why."""


def facts_for(arguments: argparse.Namespace) -> dict[str, str]:
    """What the templates are filled with: from the manifest when there is one, else from the command line."""
    for entry in all_pilots():
        if entry.number == arguments.number:
            if arguments.slug not in {"", entry.slug, entry.slug[4:]}:
                raise Refused(f"pilot {entry.number} is {entry.slug}, not {arguments.slug}")
            return _facts(entry.slug, entry.title, entry.short_title, entry.group, entry.lead[0])
    missing = [name for name in ("slug", "title", "group", "lead") if not getattr(arguments, name)]
    if missing:
        raise Refused(f"pilot {arguments.number} is new: give also {', '.join('--' + name for name in missing)}")
    slug = f"p{arguments.number:02d}_{arguments.slug}"
    check_slug("--slug", arguments.number, slug)
    group(arguments.group)
    title = " ".join(arguments.title.split())
    return _facts(slug, title, title[:SHORT_TITLE_LENGTH].strip(), arguments.group, arguments.lead)


def _facts(slug: str, title: str, short_title: str, group_code: str, lead: str) -> dict[str, str]:
    for text in (title, short_title, lead):
        if '"' in text or "\\" in text:
            raise Refused(f"quotation marks and backslashes cannot stand in a name: {text}")
    return {
        "number": str(int(slug[1:3])),
        "slug": slug,
        "label": slug[:3],
        "title": title,
        "short_title": short_title,
        "group": group_code,
        "lead": lead,
    }


def plan(root: Path, facts: dict[str, str]) -> dict[Path, str]:
    """Every file to write and its text; KEPT files that exist are left out."""
    package, tests = root / "src" / "dean06" / "pilots" / facts["slug"], root / "tests" / "pilots" / facts["slug"]
    files: dict[Path, str] = {}
    for source in sorted(ANATOMY.rglob("*.tmpl")):
        place = source.relative_to(ANATOMY).with_suffix("")
        target = package / place
        if place.parts[0] == "tests":
            target = tests / place.name
        elif place.parts[0] == "templates":
            target = package / "templates" / facts["slug"] / place.name
        if place.name in KEPT and target.exists():
            continue
        files[target] = Template(source.read_text(encoding="utf-8")).substitute(facts)
    files.update({package / name.format(**facts): "" for name in EMPTY})
    return files


def write(files: dict[Path, str]) -> None:
    """Write all files or none. Refused when one is there."""
    there = sorted(str(path) for path in files if path.exists())
    if there:
        raise Refused("nothing written, these files exist:\n  " + "\n  ".join(there))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 when refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, required=True, help="number of the pilot")
    parser.add_argument("--slug", default="", help="English words_joined_so, without the pNN_ in front")
    parser.add_argument("--title", default="", help="Vietnamese title (new pilots)")
    parser.add_argument("--group", default="", help="group of the programme, I to V (new pilots)")
    parser.add_argument("--lead", default="", help="lead unit in its canonical name (new pilots)")
    parser.add_argument("--root", type=Path, default=ROOT, help="where to write (default: this checkout)")
    given = parser.parse_args(arguments)
    try:
        facts = facts_for(given)
        files = plan(given.root, facts)
        write(files)
    except (Refused, ManifestError) as problem:
        print(f"new-pilot: {problem}", file=sys.stderr)
        return 1
    print(NEXT_STEPS.format(count=len(files), **facts).strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
