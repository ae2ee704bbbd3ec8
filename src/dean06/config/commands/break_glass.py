"""``dean06 break-glass``: the emergency operator account."""

import argparse

HELP = "tài khoản vận hành khẩn cấp (mặc định tắt)"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declared beside the account itself."""
    from dean06.kernel.identity import cli

    cli.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Hand over to identity's own command."""
    from dean06.kernel.identity import cli

    return cli.run(args)
