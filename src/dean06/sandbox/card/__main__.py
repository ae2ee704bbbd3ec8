"""``python -m dean06.sandbox.card``: lays a sandbox card on a virtual reader, or only founds the office behind it."""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from dean06.sandbox.card import people
from dean06.sandbox.card.office import SWITCHES, Office, expired_on, number_of
from dean06.sandbox.card.people import Holder
from dean06.sandbox.card.vpcd import serve

AGAIN_SECONDS = 1.0


def main() -> int:
    """Say what is printed on the card, then answer the reader until told to stop."""
    args = _parser().parse_args()
    office = Office(args.office)
    if args.export:
        office.export(args.export)
    if not args.person:
        return 0
    holders = people.load(args.people)
    if args.person not in holders:
        print(f"Không có thẻ của {args.person!r}. Có: {', '.join(sorted(holders))}", file=sys.stderr)  # noqa: T201
        return 2
    holder = holders[args.person]
    print(_printed(holder, args.switch), flush=True)  # noqa: T201 - the terminal is this command's user
    try:
        while True:
            serve(office.card(holder, args.switch), args.reader_port)
            time.sleep(AGAIN_SECONDS)  # the card was pulled out; it is laid down again
    except ConnectionError:
        return 0  # the reader is gone
    except KeyboardInterrupt:
        return 130


def _printed(holder: Holder, switch: str) -> str:
    shown = replace(holder, expires_on=expired_on()) if switch == "expired" else holder
    return (
        f"Thẻ thử nghiệm (hư cấu) của {shown.full_name}: {SWITCHES[switch][0]}\n"
        f"  6 số CAN: {number_of(shown)}   số thẻ: {shown.document_number}   "
        f"ngày sinh: {shown.birth_on:%d/%m/%Y}   hết hạn: {shown.expires_on:%d/%m/%Y}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.card", description=__doc__)
    parser.add_argument("--office", type=Path, required=True, help="directory of the office's keys")
    parser.add_argument("--export", type=Path, help="write the office's certificate and list here")
    parser.add_argument("--people", type=Path, help="file of fictional people")
    parser.add_argument("--person", default="", help="whose card; empty: no card")
    parser.add_argument("--switch", default="genuine", choices=sorted(SWITCHES))
    parser.add_argument("--reader-port", type=int, default=0, help="loopback port of the virtual reader")
    return parser


if __name__ == "__main__":
    sys.exit(main())
