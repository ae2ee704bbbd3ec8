"""``dean06 serve``: the web server processes (Granian, WSGI)."""

import argparse

from dean06.config import env, ports

HELP = "chạy máy chủ web"
NEEDS_DATABASE = True
BACKLOG = 512
REQUEST_HEADER_MILLISECONDS = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line; everything else comes from the environment."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    del args
    from dean06.config import static_files
    from dean06.kernel.base import metrics

    host, port = env.text("DEAN06_HOST"), env.number("DEAN06_PORT", least=1, most=65535)
    ports.require_free(host, port, "DEAN06_PORT")
    static_files.ensure()
    metrics.start_fresh()
    _serve(host, port)
    return 0


def _serve(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "dean06.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=env.number("DEAN06_WEB_WORKERS", least=1, most=64),
        blocking_threads=env.number("DEAN06_WEB_THREADS", least=1, most=64),
        backlog=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=REQUEST_HEADER_MILLISECONDS),
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
