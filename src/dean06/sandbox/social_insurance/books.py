"""What the twin holds of whom and which requests came: its whole mind, without a wire."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).with_name("records.toml")
WORDS = {"employer_code": "employerCode", "employer_name": "employerName", "job_title": "jobTitle"}


class OtherRequest(Exception):
    """This id names another request."""


@dataclass
class Books:
    """Records by personal number, requests by id."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def forget(self) -> None:
        """As on the first day."""
        self.records, self.requests = read_records(), {}

    def claims(self, request: dict[str, Any]) -> dict[str, Any]:
        """What is told for a request; the same again is the same. OtherRequest for another one under its id."""
        known = self.requests.setdefault(request["requestId"], request)
        if known != request:
            raise OtherRequest
        number = list(self.requests).index(request["requestId"]) + 1
        held = self.records.get(request["personalId"], {"periods": [], "benefits": []})
        return {
            "jti": f"so-{number:06d}-{request['requestId'][:40]}",
            "request": request["requestId"],
            "personalId": request["personalId"],
            **held,
        }

    def enter(self, told: dict[str, Any]) -> None:
        """A person's record, in the form of records.toml, in the place of what was held."""
        self.records[told["personal_id"]] = _record(told)


def read_records() -> dict[str, dict[str, Any]]:
    """The records everybody starts with. ValueError unless the file says that they are fictional."""
    told = tomllib.loads(RECORDS.read_text(encoding="utf-8"))
    if told.get("fictional") is not True:
        raise ValueError(f"{RECORDS}: not marked as fictional")
    return {one["personal_id"]: _record(one) for one in told["record"]}


def _record(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "periods": [_worded(one) for one in told.get("period", [])],
        "benefits": [_worded(one) for one in told.get("benefit", [])],
    }


def _worded(told: dict[str, Any]) -> dict[str, Any]:
    return {WORDS.get(name, name): value for name, value in told.items()} | {"to": told["to"] or None}
