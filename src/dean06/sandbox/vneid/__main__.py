"""Start the twin: ``python -m dean06.sandbox.vneid --people protocols/demo_people.toml ...`` (see README.md)."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dean06.sandbox import serving
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
        serving.require_free(given.host, given.port)
    except (BadFile, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return USAGE_ERROR
    _announce(settings)
    serving.serve(create_app(settings), given.host, given.port)
    return 0


if __name__ == "__main__":
    serving.leave(main(sys.argv[1:]))
