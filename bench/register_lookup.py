"""Look-ups in the population register through the adapter, against the same requests to the same twin sent bare.

The bare side sends the same bytes over a kept connection and reads the answer without believing or decoding any of it.
Both sides take turns, so that a busy machine is busy for both. What the registry adds (purpose, limit, audit entry) is
not in it: `bench.audit_append` measures the greater part.
Run: python -m bench.register_lookup [--people 20000] [--calls 500] [--rounds 7]
"""

import argparse
import contextlib
import json
import logging
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import httpx2
import structlog

from dean06.adapters.population import PopulationClient, PopulationConfig
from dean06.adapters.population.citizens import ELEMENTS
from dean06.kernel.ports.population import Cause, Claim, Field

CLIENT = "VN/GOV/000.00.15.H56/dean06"
BASE = "/r1/VN/GOV/000.00.G01/dancu"
HOA = "000151000201"
CAUSE = Cause(purpose="THU_TUC_HANH_CHINH", legal_basis="Luật Căn cước 26/2023/QH15", act="bench-1", user="ab")
FIELDS = frozenset({Field.FULL_NAME, Field.BIRTH, Field.SEX, Field.PERMANENT_ADDRESS, Field.HOUSEHOLD_HEAD})
START_SECONDS = 60


@contextlib.contextmanager
def twin(people: int) -> Iterator[str]:
    """The register as its own process on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as state:
        command = [sys.executable, "-m", "dean06.sandbox.population", "serve", "--port", str(port), "--state", state]
        command += ["--people", str(people), "--calls-per-minute", "10000000"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(url)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx2.TransportError):
            httpx2.get(f"{url}/healthz", trust_env=False)
            return
        time.sleep(0.1)
    raise SystemExit("the twin does not answer")


def bare(url: str, service: str, body: dict[str, object]) -> Callable[[], object]:
    """The same request, nothing made of the answer."""
    client = httpx2.Client(base_url=url, transport=httpx2.HTTPTransport())
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = {
        "X-Road-Client": CLIENT, "X-Road-Id": "bench", "X-Road-Issue": "bench-1", "X-Road-UserId": "VNab",
        "Content-Type": "application/json", "Accept-Encoding": "identity",
    }  # fmt: skip

    def ask() -> None:
        answer = client.post(f"{BASE}/{service}", content=content, headers=headers)
        if answer.status_code != httpx2.codes.OK:
            raise SystemExit(f"{service}: {answer.status_code} {answer.text}")

    return ask


def rate(ask: Callable[[], object], calls: int) -> float:
    """Calls a second."""
    began = time.perf_counter()
    for _ in range(calls):
        ask()
    return calls / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    cause = {"purpose": CAUSE.purpose, "legalBasis": CAUSE.legal_basis, "personalId": HOA}
    with twin(options.people) as url:
        client = PopulationClient(PopulationConfig(url=url, client=CLIENT))
        sides = {
            "getCitizen, 5 facts": (
                lambda: client.lookup(HOA, FIELDS, cause=CAUSE),
                bare(url, "getCitizen", cause | {"fields": [ELEMENTS[field] for field in FIELDS]}),
            ),
            "verifyCitizen": (
                lambda: client.verify(HOA, Claim(full_name="Trần Thị Hoa", birth="1951"), cause=CAUSE),
                bare(url, "verifyCitizen", cause | {"claim": {"HoVaTen": "Trần Thị Hoa", "NgayThangNamSinh": "1951"}}),
            ),
        }
        for name, (ours, plain) in sides.items():
            pairs = [(rate(ours, options.calls), rate(plain, options.calls)) for _ in range(options.rounds)]
            through, raw = (statistics.median(side) for side in zip(*pairs, strict=True))
            share = statistics.median(one / other for one, other in pairs)
            print(f"{name}: {through:.0f}/s through the adapter, {raw:.0f}/s bare: {share:.2f} of the bare rate")


if __name__ == "__main__":
    main()
