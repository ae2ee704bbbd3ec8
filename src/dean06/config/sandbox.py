"""How the sandbox processes are started: by command line only, for they import nothing of the platform."""

import sys

from dean06.config import env, paths

PEOPLE = paths.REPOSITORY / "protocols" / "demo_people.toml"


def port() -> int:
    """Port of the VNeID twin on loopback."""
    return env.number("DEAN06_SANDBOX_PORT", least=1, most=65535)


def public_url() -> str:
    """Address people reach the platform under."""
    given = env.text("DEAN06_PUBLIC_URL") or f"http://{env.text('DEAN06_HOST')}:{env.text('DEAN06_PORT')}"
    return given.rstrip("/")


def vneid_command() -> list[str]:
    """Command line of the VNeID twin."""
    options = {
        "--host": "127.0.0.1",
        "--port": str(port()),
        "--issuer": f"http://127.0.0.1:{port()}",
        "--people": str(PEOPLE),
        "--client-id": env.text("DEAN06_VNEID_CLIENT_ID"),
        "--redirect-uri": f"{public_url()}/dang-nhap/xong/",
        "--post-logout-redirect-uri": f"{public_url()}/",
        "--backchannel-logout-uri": f"{public_url()}/backchannel-logout/",
    }
    return [sys.executable, "-m", "dean06.sandbox.vneid", *(word for pair in options.items() for word in pair)]


def vneid_environment() -> dict[str, str]:
    """Secrets of the twin, handed over by environment: a command line can be read by every user of the machine."""
    return {
        "VNEID_TWIN_CLIENT_SECRET": env.text("DEAN06_VNEID_CLIENT_SECRET") or paths.secret("vneid-client-secret"),
        "VNEID_TWIN_ADMIN_TOKEN": paths.secret("vneid-twin-admin"),
    }
