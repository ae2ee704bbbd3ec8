"""Privacy's services, each prepared so that it does its work once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from tests.house.acts import Doing, World, act

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.models import RateCounter
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.privacy import retention
from dean06.kernel.privacy.services import consents, copies, looks, requests
from dean06.kernel.privacy.types import Outcome, RequestKind

CONSENT: dict[str, Any] = {
    "purpose_code": "guard",
    "purpose": "Báo kết quả hồ sơ",
    "recipient_code": "guard",
    "recipient": "Bên nhận hư cấu",
    "fields": ["full_name"],
}


@act(consents.give_consent, "privacy.give_consent")
def _(world: World) -> Doing:
    return lambda: consents.give_consent(world.citizen, **CONSENT)


@act(consents.withdraw_consent, "privacy.withdraw_consent")
def _(world: World) -> Doing:
    consent = consents.give_consent(world.citizen, **CONSENT)
    return lambda: consents.withdraw_consent(world.citizen, consent_id=consent)


@act(copies.copy_own_data, "privacy.copy_own_data")
def _(world: World) -> Doing:
    return lambda: copies.copy_own_data(world.citizen)


def _request(world: World) -> UUID:
    return requests.ask(world.citizen, kind=RequestKind.ACCESS, text="Xin bản dữ liệu")


@act(requests.ask, "privacy.open_request")
def _(world: World) -> Doing:
    return lambda: _request(world)


@act(requests.read_request, "privacy.read_request")
def _(world: World) -> Doing:
    request = _request(world)
    return lambda: requests.read_request(world.coordinator, request_id=request)


@act(requests.answer_request, "privacy.answer_request")
def _(world: World) -> Doing:
    request = _request(world)
    facts: dict[str, Any] = {"outcome": Outcome.DONE, "answer": "Đã gửi", "expected_revision": 0}
    return lambda: requests.answer_request(world.coordinator, request_id=request, **facts)


@act(requests.withdraw_request, "privacy.withdraw_request")
def _(world: World) -> Doing:
    request = _request(world)
    return lambda: requests.withdraw_request(world.citizen, request_id=request)


@act(looks.notify_unexpected, "privacy.notify_unexpected")
def _(world: World) -> Doing:
    while looks.notify_unexpected(SYSTEM):
        pass
    with transaction.atomic(), clock.at(clock.now().replace(hour=15)):  # 22:00 in Vietnam
        audit.record(
            world.clerk,
            "parties.search_people",
            object_type="parties.party",
            object_id="x",
            purpose="Tra cứu",
            legal_basis="Luật",
            subjects=[world.citizen.party_id] if world.citizen.party_id else [],
        )
    audit.sequence_pending()
    return lambda: looks.notify_unexpected(SYSTEM)


@act(retention.run_retention, "privacy.delete_expired")
def _(world: World) -> Doing:
    ratelimit.hit(Limit(name="guard", count=5, seconds=60), "guard")
    RateCounter.objects.update(expires_at=clock.now() - timedelta(days=30))
    return lambda: retention.run_retention(SYSTEM, only=["base.rate_counters"])
