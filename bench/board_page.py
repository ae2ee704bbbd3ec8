"""The leader's board against the least page Django can serve: one query, one small template, no middleware.

A third page takes the same turn: that least page inside our shell (session, actor, security headers), which tells what
the board itself costs from what every page costs. One process, the demo's history, embedded PostgreSQL; the pages take
turns, so the load of the machine strikes all. Run: python -m bench.board_page [--pages 60] [--rounds 7]
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dean06.config.postgres import EmbeddedServer

WARM_UP = 5
BARE_URL = "/bench-bare/"
BOARD_URL = "/bang-dieu-hanh/?ngay=2024-01-10"
TEMPLATE = "<!doctype html><title>{{ count }}</title><p>{{ count }} assignments</p>"
Page = Callable[[], object]


def bare(request: object) -> object:
    """The baseline."""
    from django.http import HttpResponse
    from django.template import engines

    from dean06.programme.models import Assignment

    del request
    page = engines["django"].from_string(TEMPLATE)
    return HttpResponse(page.render({"count": Assignment.objects.count()}))


def urls() -> list[object]:
    """Our own addresses and the baseline's."""
    from django.urls import path

    from dean06.config.urls import urlpatterns

    return [*urlpatterns, path(BARE_URL.strip("/") + "/", bare)]


@contextmanager
def database() -> Iterator[None]:
    """A server of its own, migrated and seeded, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dean06-bench-") as directory:
        Path(directory).chmod(0o755)
        server = EmbeddedServer(Path(directory) / "pg")
        with server.running():
            os.environ["DEAN06_DATABASE_URL"] = server.url()
            os.environ["DEAN06_STATE"] = str(Path(directory) / "state")
            os.environ["DEAN06_DEMO"] = "1"
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
            prepare()
            yield


def prepare() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": urls()})


def pages() -> dict[str, Page]:
    """The three pages as calls, each checked once."""
    from django.test import Client, override_settings
    from tests import seeded

    from dean06.kernel.base.actor import Role

    browser = next(story := seeded.played()).browser(Role.LEADER)
    _keep.append(story)
    with override_settings(MIDDLEWARE=[]):
        least = Client()
        answer(least, BARE_URL)  # the handler reads its middleware at the first request
    return {
        "bare": lambda: answer(least, BARE_URL),
        "bare in our shell": lambda: answer(browser, BARE_URL),
        "board": lambda: answer(browser, BOARD_URL),
    }


_keep: list[object] = []  # the story is taken back when its generator goes


def answer(client: object, url: str) -> object:
    response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url} answered {response.status_code}")
    return response


def seconds(page: Page, times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        page()
    return (time.perf_counter() - began) / times


def queries(page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        page()
    return len(captured)


def measure(times: int, rounds: int) -> None:
    ways = pages()
    for page in ways.values():
        seconds(page, WARM_UP)
    taken = [{name: seconds(page, times) for name, page in ways.items()} for _ in range(rounds)]
    for name, page in ways.items():
        median = statistics.median(one[name] for one in taken)
        ratio = statistics.median(one[name] / one["bare"] for one in taken)
        print(f"{name:18} {median * 1e3:7.2f} ms   {queries(page):3d} queries   {ratio:6.1f} x the bare page")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with database():
        measure(options.pages, options.rounds)


if __name__ == "__main__":
    main()
