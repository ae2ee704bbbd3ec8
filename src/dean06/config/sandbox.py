"""The twins of outside systems, started by command line only, for they import nothing of us.

To add one, write its command and environment and give it an entry in ``TWINS``; the demo, ``dean06 sandbox`` and the
journeys take it from there.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dean06.config import env, paths

PEOPLE = paths.REPOSITORY / "protocols" / "demo_people.toml"


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One twin: what people call it, the key of its port on loopback, and how to start it.

    ``environment`` carries secrets: a command line can be read by every user of the machine. ``ready_path`` answers 200
    when the twin is fit to work.
    """

    name: str
    title: str
    port_key: str
    command: Callable[[], list[str]]
    environment: Callable[[], dict[str, str]]
    ready_path: str = "/healthz"

    @property
    def port(self) -> int:
        """Its port on loopback."""
        return env.number(self.port_key, least=1, most=65535)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def public_url() -> str:
    """Address people reach the platform under."""
    given = env.text("DEAN06_PUBLIC_URL") or f"http://{env.text('DEAN06_HOST')}:{env.text('DEAN06_PORT')}"
    return given.rstrip("/")


def twin(name: str) -> Twin:
    """The twin of this name; LookupError when there is none."""
    for entry in TWINS:
        if entry.name == name:
            return entry
    raise LookupError(f"there is no twin {name!r}")


def module_command(module: str, options: dict[str, str], *, verb: str = "") -> list[str]:
    """Command line of ``python -m dean06.sandbox.MODULE [VERB]`` with options as pairs."""
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", f"dean06.sandbox.{module}", *filter(None, [verb]), *words]


# Where VNeID opens the mini-app (pilot 3; a test holds the two together).
LAUNCH_PATH = "/p03/mo/"


def _vneid_command() -> list[str]:
    return module_command(
        "vneid",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("vneid").port),
            "--issuer": twin("vneid").url,
            "--people": str(PEOPLE),
            "--client-id": env.text("DEAN06_VNEID_CLIENT_ID"),
            "--redirect-uri": f"{public_url()}/dang-nhap/xong/",
            "--post-logout-redirect-uri": f"{public_url()}/",
            "--backchannel-logout-uri": f"{public_url()}/backchannel-logout/",
            "--initiate-login-uri": f"{public_url()}{LAUNCH_PATH}",
            "--inbox-url": twin("vneid_inbox").url,
        },
    )


def _vneid_environment() -> dict[str, str]:
    return {
        "VNEID_TWIN_CLIENT_SECRET": env.text("DEAN06_VNEID_CLIENT_SECRET") or paths.secret("vneid-client-secret"),
        "VNEID_TWIN_ADMIN_TOKEN": paths.secret("vneid-twin-admin"),
        "VNEID_TWIN_INBOX_TOKEN": paths.secret("vneid-inbox-twin-app"),
    }


def witness_state() -> Path:
    """Where the twin of the witness keeps its key and its memory; its public key is ``witness.pub`` in there."""
    return paths.state() / "sandbox" / "witness"


def _witness_command() -> list[str]:
    return module_command(
        "witness",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("witness").port),
            "--state": str(witness_state()),
            "--logs": str(paths.keys() / "audit-log.pub"),
        },
    )


def _witness_environment() -> dict[str, str]:
    return {"WITNESS_TWIN_ADMIN_TOKEN": paths.secret("witness-twin-admin")}


def _population_command() -> list[str]:
    return module_command(
        "population",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("population").port),
            "--state": str(paths.state() / "sandbox" / "population"),
            "--demo": str(PEOPLE),
        },
        verb="serve",
    )


def _population_environment() -> dict[str, str]:
    return {"POPULATION_TWIN_ADMIN_TOKEN": paths.secret("population-twin-admin")}


def _sms_command() -> list[str]:
    return module_command("sms", _messages_options("sms", "sms"))


def _sms_environment() -> dict[str, str]:
    return {
        "SMS_TWIN_KEY": paths.secret("sms-twin-key"),
        "SMS_TWIN_SECRET": paths.secret("sms-twin-receipts"),
        "SMS_TWIN_ADMIN_TOKEN": paths.secret("sms-twin-admin"),
    }


def _vneid_inbox_command() -> list[str]:
    return module_command("vneid_inbox", _messages_options("vneid_inbox", "vneid"))


def _vneid_inbox_environment() -> dict[str, str]:
    return {
        "VNEID_INBOX_TWIN_KEY": paths.secret("vneid-inbox-twin-key"),
        "VNEID_INBOX_TWIN_SECRET": paths.secret("vneid-inbox-twin-receipts"),
        "VNEID_INBOX_TWIN_ADMIN_TOKEN": paths.secret("vneid-inbox-twin-admin"),
        "VNEID_INBOX_TWIN_APP_TOKEN": paths.secret("vneid-inbox-twin-app"),
    }


def _messages_options(name: str, channel: str) -> dict[str, str]:
    """Where the twin listens, and where it posts its receipts: to the web server itself, not through a proxy."""
    site = f"http://127.0.0.1:{env.text('DEAN06_PORT')}"
    receipts = f"{site}/bien-nhan/{channel}/{{desk}}/"
    return {"--host": "127.0.0.1", "--port": str(twin(name).port), "--receipts-url": receipts}


# Where the portal takes the bank's notices (portal/payment_urls.py; a test holds the two together).
NOTICE_PATH = "/api/ngan-hang/thong-bao/"


def _bank_command() -> list[str]:
    return module_command(
        "bank",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("bank").port),
            "--people": str(PEOPLE),
            "--state": str(paths.state() / "sandbox" / "bank"),
            "--notice-url": f"{public_url()}{NOTICE_PATH}",
        },
    )


def _bank_environment() -> dict[str, str]:
    return {
        "BANK_TWIN_TOKEN": env.text("DEAN06_BANK_TOKEN") or paths.secret("bank-token"),
        "BANK_TWIN_NOTICE_SECRET": env.text("DEAN06_BANK_NOTICE_SECRET") or paths.secret("bank-notice-secret"),
        "BANK_TWIN_ADMIN_TOKEN": paths.secret("bank-twin-admin"),
    }


def ca_state() -> Path:
    """Where the twin of the certificate authority keeps its keys; the twin of the time stamps works with one."""
    return paths.state() / "sandbox" / "ca"


def _ca_command() -> list[str]:
    options = {"--host": "127.0.0.1", "--port": str(twin("ca").port), "--state": str(ca_state())}
    return module_command("ca", options)


def certify_command(requests: list[Path], *, begins: datetime) -> list[str]:
    """Command line that certifies requests without the twin running and prints all certificates."""
    return [*_ca_command(), "--begins", begins.isoformat(), "--certify", *map(str, requests)]


def _ca_environment() -> dict[str, str]:
    return {
        "CA_TWIN_CREDENTIALS": env.text("DEAN06_CA_CREDENTIALS") or f"dean06:{paths.secret('ca-password')}",
        "CA_TWIN_ADMIN_TOKEN": paths.secret("ca-twin-admin"),
    }


def _tsa_command() -> list[str]:
    options = {"--host": "127.0.0.1", "--port": str(twin("tsa").port), "--identity": str(ca_state())}
    return module_command("tsa", options)


def _tsa_environment() -> dict[str, str]:
    return {"TSA_TWIN_ADMIN_TOKEN": paths.secret("tsa-twin-admin")}


def _national_portal_command() -> list[str]:
    return module_command(
        "national_portal",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("national_portal").port),
            "--people": str(PEOPLE),
            "--state": str(paths.state() / "sandbox" / "national_portal"),
        },
    )


def _national_portal_environment() -> dict[str, str]:
    return {
        "PORTAL_TWIN_USER": "dean06",
        "PORTAL_TWIN_PASSWORD": paths.secret("portal-twin-password"),
        "PORTAL_TWIN_ADMIN_TOKEN": paths.secret("portal-twin-admin"),
    }


# Where the register brings its answers (pilot 16; a test holds the two together).
SEARCH_ANSWER_PATH = "/api/p16/tra-loi/"


def _judicial_register_command() -> list[str]:
    return module_command(
        "judicial_register",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("judicial_register").port),
            "--state": str(paths.state() / "sandbox" / "judicial_register"),
            "--bring-to": f"http://127.0.0.1:{env.text('DEAN06_PORT')}{SEARCH_ANSWER_PATH}",
        },
    )


def _judicial_register_environment() -> dict[str, str]:
    return {
        "JUDICIAL_TWIN_TOKEN": env.text("DEAN06_JUDICIAL_TOKEN") or paths.secret("judicial-token"),
        "JUDICIAL_TWIN_ADMIN_TOKEN": paths.secret("judicial-twin-admin"),
    }


def _social_insurance_command() -> list[str]:
    return module_command(
        "social_insurance",
        {
            "--host": "127.0.0.1",
            "--port": str(twin("social_insurance").port),
            "--state": str(paths.state() / "sandbox" / "social_insurance"),
        },
    )


def _social_insurance_environment() -> dict[str, str]:
    return {
        "INSURANCE_TWIN_TOKEN": env.text("DEAN06_INSURANCE_TOKEN") or paths.secret("insurance-token"),
        "INSURANCE_TWIN_ADMIN_TOKEN": paths.secret("insurance-twin-admin"),
    }


# Where systems of hospitals knock (pilot 17; a test holds the two together).
FHIR_PATH = "/api/p17/fhir"


def hospital_state() -> Path:
    """Where the twin of the hospital keeps its key; what is public of it is ``jwks.json`` in there."""
    return paths.state() / "sandbox" / "hospital"


def hospital_command() -> list[str]:
    """Command line of the hospital; with ``--make-key`` behind it, it only makes its key, unless it has one."""
    options = {"--host": "127.0.0.1", "--port": str(twin("hospital").port), "--people": str(PEOPLE)}
    places = {"--state": str(hospital_state()), "--door": f"{public_url()}{FHIR_PATH}"}
    return module_command("hospital", options | places)


def _hospital_environment() -> dict[str, str]:
    return {"HOSPITAL_TWIN_ADMIN_TOKEN": paths.secret("hospital-twin-admin")}


TWINS: tuple[Twin, ...] = (
    Twin(
        name="vneid",
        title="VNeID",
        port_key="DEAN06_SANDBOX_PORT",
        command=_vneid_command,
        environment=_vneid_environment,
        ready_path="/.well-known/openid-configuration",
    ),
    Twin(
        name="witness",
        title="Bên làm chứng nhật ký",
        port_key="DEAN06_SANDBOX_WITNESS_PORT",
        command=_witness_command,
        environment=_witness_environment,
    ),
    Twin(
        name="population",
        title="Cơ sở dữ liệu quốc gia về dân cư",
        port_key="DEAN06_SANDBOX_POPULATION_PORT",
        command=_population_command,
        environment=_population_environment,
    ),
    Twin(
        name="sms",
        title="Tin nhắn SMS (hai nhà mạng)",
        port_key="DEAN06_SANDBOX_SMS_PORT",
        command=_sms_command,
        environment=_sms_environment,
    ),
    Twin(
        name="vneid_inbox",
        title="Thông báo trong VNeID",
        port_key="DEAN06_SANDBOX_VNEID_INBOX_PORT",
        command=_vneid_inbox_command,
        environment=_vneid_inbox_environment,
    ),
    Twin(
        name="bank",
        title="Ngân hàng thu phí",
        port_key="DEAN06_SANDBOX_BANK_PORT",
        command=_bank_command,
        environment=_bank_environment,
    ),
    Twin(
        name="ca",
        title="Nơi cấp chứng thư số",
        port_key="DEAN06_SANDBOX_CA_PORT",
        command=_ca_command,
        environment=_ca_environment,
    ),
    Twin(
        name="tsa",
        title="Dấu thời gian",
        port_key="DEAN06_SANDBOX_TSA_PORT",
        command=_tsa_command,
        environment=_tsa_environment,
    ),
    Twin(
        name="national_portal",
        title="Cổng Dịch vụ công quốc gia",
        port_key="DEAN06_SANDBOX_NATIONAL_PORTAL_PORT",
        command=_national_portal_command,
        environment=_national_portal_environment,
    ),
    Twin(
        name="judicial_register",
        title="Cơ sở dữ liệu lý lịch tư pháp",
        port_key="DEAN06_SANDBOX_JUDICIAL_PORT",
        command=_judicial_register_command,
        environment=_judicial_register_environment,
    ),
    Twin(
        name="social_insurance",
        title="Bảo hiểm xã hội",
        port_key="DEAN06_SANDBOX_INSURANCE_PORT",
        command=_social_insurance_command,
        environment=_social_insurance_environment,
    ),
    Twin(
        name="hospital",
        title="Bệnh viện",
        port_key="DEAN06_SANDBOX_HOSPITAL_PORT",
        command=hospital_command,
        environment=_hospital_environment,
    ),
)
