"""``dean06 retention``: how long things are kept, deletion of what is past its time, proofs of it."""

import argparse

HELP = "thời hạn giữ dữ liệu, xoá và bằng chứng đã xoá"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declared beside retention itself."""
    from dean06.kernel.privacy import cli

    cli.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Hand over to retention's own command."""
    from dean06.kernel.privacy import cli

    return cli.run(args)
