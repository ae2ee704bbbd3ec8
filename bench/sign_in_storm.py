"""Two hundred people who sign in for the first time, all at once: through us, and through the VNeID twin alone.

Ours: from the portal's button through VNeID (person chosen, consent given) back to the portal, where the person becomes
known, gets a session and sees the home page. Alone: the same walk for a relying party that verifies and keeps nothing.
Each side has its own two hundred people, who are new to the twin too. Nobody may fail. What is compared is the time
until the last one is in.
Run: python -m bench.sign_in_storm [--people 200]
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import _site
from bench.sign_in import Bare
from tests.sandbox.twin import (
    ADMIN_TOKEN,
    AFTER_LOGOUT_URI,
    CLIENT_ID,
    CLIENT_SECRET,
    REDIRECT_URI,
    Browser,
    free_port,
    running,
)

from dean06.adapters.vneid import wire
from dean06.config.postgres import EmbeddedServer

HEAD = 'fictional = true\npersonal_id_prefix = "000"\n'
PERSON = """
[[people]]
key = "{key}"
personal_id = "0006{number:08}"
full_name = "Người Mới {number}"
sex = "female"
birth_on = 1990-01-01
address = "Thôn Trung, xã Đức Thọ, tỉnh Hà Tĩnh"
level = 2
posts = []
"""
SECRET = CLIENT_SECRET.strip()  # our settings are read without blanks at their ends
PATIENCE_SECONDS = 180
Walk = Callable[[str], None]


@contextmanager
def twin(people: Path) -> Iterator[str]:
    """The twin with these people; its address."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "dean06.sandbox.vneid", "--port", str(port), "--issuer", issuer),
        *("--people", str(people), "--client-id", CLIENT_ID, "--redirect-uri", REDIRECT_URI),
        *("--post-logout-redirect-uri", AFTER_LOGOUT_URI),
    ]
    secrets = {"VNEID_TWIN_CLIENT_SECRET": SECRET, "VNEID_TWIN_ADMIN_TOKEN": ADMIN_TOKEN}
    with running(command, f"{issuer}/healthz", secrets):
        yield issuer


def through_us(port: int) -> Walk:
    """The portal's button, VNeID, back, the home page with the name on it."""

    def walk(person: str) -> None:
        browser, site = patient(), f"http://127.0.0.1:{port}"
        begun = browser.client.get(f"{site}/dang-nhap/bat-dau/", params={"next": "/"})
        expect(begun, 302)
        answer = browser.sign_in(begun.headers["location"], person=person)
        expect(browser.client.get(f"{site}/dang-nhap/xong/", params=answer), 302)
        home = browser.client.get(f"{site}/")
        expect(home, 200)
        if "Người Mới" not in home.text:
            raise SystemExit("the home page does not know who is there")
        browser.close()

    return walk


def alone(issuer: str) -> Walk:
    """The same walk for a relying party that looks at nothing."""

    def walk(person: str) -> None:
        browser, bare = patient(), Bare(issuer)
        bare.headers["Authorization"] = wire.basic_credentials(CLIENT_ID, SECRET)
        address = bare.begin()
        bare.connection.close()  # the twin ends idle connections; the next request opens one
        answer = bare.complete(browser.sign_in(address, person=person)["code"])
        if "id_token" not in answer:
            raise SystemExit(f"the twin answered {answer}")
        browser.close()
        bare.connection.close()

    return walk


def patient() -> Browser:
    """A browser whose person waits as long as it takes."""
    browser = Browser()
    browser.client.timeout = PATIENCE_SECONDS
    return browser


def expect(answer, status: int) -> None:
    if answer.status_code != status:
        raise SystemExit(f"{answer.url} answered {answer.status_code}: {answer.text[:500]}")


def storm(walk: Walk, people: list[str]) -> float:
    """Everybody at once; seconds until the last one is in. SystemExit when one of them is not."""
    start, failed = threading.Barrier(len(people) + 1), list[BaseException]()

    def one(person: str) -> None:
        start.wait()
        try:
            walk(person)
        except BaseException as error:  # noqa: BLE001 - told below, for all
            failed.append(error)

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"{len(failed)} of {len(people)} did not get in, the first: {failed[0]!r}")
    return time.perf_counter() - begun


def check(count: int) -> None:
    """Everybody is known, signed in once, and told of it once."""
    from dean06.kernel.audit.models import AuditEntry
    from dean06.kernel.identity.models import SignInSession, User

    found = (
        User.objects.count(),
        SignInSession.objects.filter(ended_at=None).values("user").distinct().count(),
        AuditEntry.objects.filter(action="identity.sign_in").count(),
    )
    if found != (count, count, count):
        raise SystemExit(f"{count} people came, and there are (users, sessions, entries) {found}")


def measure(options: argparse.Namespace, stack: ExitStack) -> None:
    directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dean06-bench-")))
    directory.chmod(0o755)
    sides = options.rounds * 2
    keys = [[f"p{number}" for number in range(side, options.people * sides, sides)] for side in range(sides)]
    people = directory / "people.toml"
    lines = (PERSON.format(key=f"p{number}", number=number) for number in range(options.people * sides))
    people.write_text(HEAD + "".join(lines), encoding="utf-8")
    issuer = stack.enter_context(twin(people))
    server = EmbeddedServer(directory / "pg")
    stack.enter_context(server.running())
    os.environ |= {
        "DEAN06_STATE": str(directory / "state"),
        "DEAN06_DATABASE_URL": server.url(),
        "DEAN06_DEMO": "1",
        "DEAN06_VNEID_ISSUER": issuer,
        "DEAN06_VNEID_CLIENT_ID": CLIENT_ID,
        "DEAN06_VNEID_CLIENT_SECRET": SECRET,
        "DEAN06_PUBLIC_URL": REDIRECT_URI.removesuffix("/dang-nhap/xong/"),
        "DJANGO_SETTINGS_MODULE": "dean06.config.settings",
    }
    _site.prepare()
    port = stack.enter_context(_site.web())
    ours, other = [], []
    for number in range(options.rounds):
        other.append(storm(alone(issuer), keys[2 * number]))
        ours.append(storm(through_us(port), keys[2 * number + 1]))
    check(options.people * options.rounds)
    ratio = statistics.median(one / least for one, least in zip(ours, other, strict=True))
    print(
        f"{options.people} first sign-ins at once: ours {statistics.median(ours):.1f} s,"
        f" the twin alone {statistics.median(other):.1f} s ({ratio:.1f} x); none failed"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1, help="one: a second within a minute meets the rate limit")
    options = parser.parse_args()
    with ExitStack() as stack:
        measure(options, stack)


if __name__ == "__main__":
    main()
