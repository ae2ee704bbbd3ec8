"""``dean06 audit``: verify the audit log, draw checkpoints, proofs and bundles."""

import argparse

HELP = "kiểm chứng nhật ký kiểm toán"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declared beside the log itself."""
    from dean06.kernel.audit import cli

    cli.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Hand over to the log's own command."""
    from dean06.kernel.audit import cli

    return cli.run(args)
