"""Command line: `python -m dean06.programme.sample --out FILE [--facts NAME] [--format txt|docx|pdf] ...`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dean06.programme.sample import DAMAGES, LAYOUTS, NAMES, generate, load
from dean06.programme.sample.printing import docx_of, pdf_of

FORMATS = ("txt", "docx", "pdf")


def main(argv: Sequence[str] | None = None) -> int:
    """Writes one sample dispatch; 0 when done, 2 (from argparse) when the arguments make no sense."""
    parser = _parser()
    options = parser.parse_args(argv)
    kind = options.format or options.out.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        parser.error(f"cannot tell the format from {options.out.name}: use --format")
    if options.damage and kind != "txt":
        parser.error("--damage applies to txt only: .docx and .pdf are written whole")
    facts, layout = load(options.facts), LAYOUTS[options.layout]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if kind == "txt":
        text = generate(facts, damage=DAMAGES.get(options.damage), seed=options.seed, layout=layout)
        options.out.write_text(text, "utf-8")
    else:
        drawn = docx_of if kind == "docx" else pdf_of
        options.out.write_bytes(drawn(facts, seed=options.seed, layout=layout))
    sys.stderr.write(f"{options.out}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dean06.programme.sample", description="Write a sample dispatch.")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--facts", choices=NAMES, default=NAMES[0], help="what the dispatch says")
    parser.add_argument("--format", choices=FORMATS, help="default: by the name of the file")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same words and same damage")
    parser.add_argument("--damage", choices=sorted(DAMAGES), help="letters lost by extraction (txt only)")
    parser.add_argument("--layout", choices=sorted(LAYOUTS), default="standard", help="how it is laid out")
    return parser


if __name__ == "__main__":
    sys.exit(main())
