"""Implements ``kernel.ports.social_insurance``: one door, what it may answer, and what a refusal means."""

from typing import Final

import structlog
from prometheus_client import Counter, Histogram

from dean06.adapters.social_insurance import wire
from dean06.adapters.social_insurance.settings import InsuranceConfig
from dean06.kernel.base import clock
from dean06.kernel.base.bearer_door import BearerDoor, Failing
from dean06.kernel.ports.social_insurance import (
    InsuranceFailed,
    InsuranceRecord,
    Reason,
    RecordRefused,
    RecordRequest,
)

CALLS = Counter("dean06_social_insurance_calls", "Calls to social insurance", ["call", "outcome"])
SECONDS = Histogram("dean06_social_insurance_call_seconds", "Duration of calls to social insurance", ["call"])
FAILING: Final = Failing(
    kind=InsuranceFailed,
    make=lambda reason, detail: InsuranceFailed(Reason(reason), detail),
    reason=lambda failed: failed.reason,
    by_status={409: Reason.OTHER_REQUEST},
)
log = structlog.get_logger("dean06.adapters.social_insurance")


class InsuranceClient:
    """One register. Thread-safe; connections are kept between calls."""

    def __init__(self, config: InsuranceConfig) -> None:
        self._config = config
        self._door = BearerDoor(config, FAILING, event="social_insurance.call", log=log, calls=CALLS, seconds=SECONDS)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def record(self, request: RecordRequest) -> InsuranceRecord:
        """See SocialInsurance.record. Whose it is, the caller holds against the person it asked for."""
        _, told = self._door.call("record", "POST", "/records", wire.request(request))
        if not isinstance(told, dict) or not isinstance(told.get("record"), str):
            raise InsuranceFailed(Reason.OUT_OF_PROTOCOL, "no record")
        found, limits = wire.record(told["record"], self._door.key()), self._config.limits
        if not -limits.skew_s <= (clock.now() - found.at).total_seconds() <= limits.age_s:
            raise RecordRefused("stale")
        if found.request_id != request.id:
            raise RecordRefused("other_request")
        return found
