"""Start the twin: ``python -m dean06.sandbox.vneid --people protocols/demo_people.toml ...`` (see README.md)."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from dean06.sandbox.vneid.app import create_app
from dean06.sandbox.vneid.people import BadFile, load_people, load_vocabulary
from dean06.sandbox.vneid.settings import CODE_SECONDS, Client, Settings
from dean06.sandbox.vneid.store import new_secret

SECRET_VARIABLE = "VNEID_TWIN_CLIENT_SECRET"  # noqa: S105 - the name of a variable
ADMIN_VARIABLE = "VNEID_TWIN_ADMIN_TOKEN"
INBOX_VARIABLE = "VNEID_TWIN_INBOX_TOKEN"
VOCABULARY = Path(__file__).resolve().parents[4] / "protocols" / "vneid" / "claims.toml"
USAGE_ERROR = 2


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dean06.sandbox.vneid", description="VNeID twin with fictional people")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8601)
    parser.add_argument("--issuer", default="", help="public address of the twin; default http://HOST:PORT")
    parser.add_argument("--people", type=Path, required=True, help="TOML file of fictional people")
    parser.add_argument("--claims", type=Path, default=VOCABULARY, help="TOML file of VNeID's claim names")
    parser.add_argument("--client-id", default="dean06")
    parser.add_argument("--client-secret", default="", help=f"better: environment variable {SECRET_VARIABLE}")
    parser.add_argument("--redirect-uri", action="append", required=True, help="may be repeated")
    parser.add_argument("--post-logout-redirect-uri", action="append", default=[], help="may be repeated")
    parser.add_argument("--backchannel-logout-uri", default="")
    parser.add_argument("--initiate-login-uri", default="", help="where the application opens the mini-app")
    parser.add_argument("--inbox-url", default="", help="twin of the inbox whose notices the application shows")
    parser.add_argument("--admin-token", default="", help=f"better: {ADMIN_VARIABLE}; made up and printed if absent")
    parser.add_argument("--signing-alg", choices=["RS256", "ES256"], default="RS256")
    parser.add_argument("--code-seconds", type=int, default=CODE_SECONDS)
    return parser.parse_args(argv)


def _settings(given: argparse.Namespace) -> Settings:
    secret = given.client_secret or os.environ.get(SECRET_VARIABLE, "")
    if not secret:
        raise BadFile(f"a client secret is needed: --client-secret or {SECRET_VARIABLE}")
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    return Settings(
        issuer=given.issuer or f"http://{given.host}:{given.port}",
        client=Client(
            client_id=given.client_id,
            client_secret=secret,
            redirect_uris=tuple(given.redirect_uri),
            post_logout_redirect_uris=tuple(given.post_logout_redirect_uri),
            backchannel_logout_uri=given.backchannel_logout_uri,
            initiate_login_uri=given.initiate_login_uri,
        ),
        people=load_people(given.people, today),
        vocabulary=load_vocabulary(given.claims),
        inbox_url=given.inbox_url.rstrip("/"),
        inbox_token=os.environ.get(INBOX_VARIABLE, ""),
        admin_token=given.admin_token or os.environ.get(ADMIN_VARIABLE, "") or new_secret(),
        signing_alg=given.signing_alg,
        code_seconds=given.code_seconds,
    )


def _require_free(host: str, port: int) -> None:
    """Granian binds with SO_REUSEPORT and would silently share a taken port; a plain bind would not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadFile(f"port {port} on {host} cannot be used: {error.strerror}") from error


async def _serve(settings: Settings, host: str, port: int) -> None:
    server = Server(
        create_app(settings),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_level=LogLevels.warning,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, server.stop)
    await server.serve()


def _announce(settings: Settings) -> None:
    sys.stdout.write(
        f"VNeID twin (fictional people) at {settings.issuer}\n"
        f"  people: {len(settings.people)}   signing: {settings.signing_alg}\n"
        f"  fault switches: {settings.url('admin/faults')}   token: {settings.admin_token}\n"
    )
    sys.stdout.flush()


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop; a usage error is one clear line on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    given = _arguments(argv)
    try:
        settings = _settings(given)
        if urlsplit(settings.issuer).scheme not in {"http", "https"}:
            raise BadFile(f"issuer {settings.issuer} is not an address")
        _require_free(given.host, given.port)
    except BadFile as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    _announce(settings)
    asyncio.run(_serve(settings, given.host, given.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
