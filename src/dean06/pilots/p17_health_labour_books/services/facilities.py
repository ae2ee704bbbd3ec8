"""Facilities whose systems may connect: registered by the operator with the public keys they sign with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Invalid, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.parties import api as parties
from dean06.pilots.p17_health_labour_books import machine_acts as acts
from dean06.pilots.p17_health_labour_books.models import Facility

MOST_KEYS: Final = 5
CURVES: Final = ("P-256", "P-384")
LONGEST_CLIENT_ID, LONGEST_KID = 80, 100


def register_facility(
    actor: Actor, *, unit_code: str, client_id: str, jwks: Sequence[Mapping[str, Any]], is_open: bool = True
) -> UUID:
    """Let a unit's system connect with these public keys (none: it may not), or change what it may. Returns its id.

    For operators and the platform's seed. Invalid for a unit there is not, and for keys that are no public EC keys on
    P-256 or P-384 with a ``kid`` each.
    """
    if actor.role not in (Role.OPERATOR, Role.SYSTEM):
        raise NotPermitted("Chỉ người vận hành đăng ký cơ sở y tế.", code="not_the_operator")
    today = clock.today()
    if not parties.exists(unit_code, today):
        raise Invalid("Không có đơn vị này.", code="unknown_unit", field="unit_code")
    name = client_id.strip()
    if not name or len(name) > LONGEST_CLIENT_ID:
        raise Invalid(f"Tên máy khách dài 1 đến {LONGEST_CLIENT_ID} ký tự.", code="bad_client", field="client_id")
    kept = _public(jwks)
    with transaction.atomic():
        taken = Facility.objects.filter(client_id=name).exclude(unit_code=unit_code)
        if taken.exists():
            raise Invalid("Tên máy khách này đã có cơ sở khác dùng.", code="client_taken", field="client_id")
        told = {"name": nfc(parties.unit_name(unit_code, today)), "client_id": name, "jwks": kept, "is_open": is_open}
        facility, _ = Facility.objects.update_or_create(unit_code=unit_code, defaults=told)
        audit.record(
            actor,
            acts.REGISTER,
            object_type="p17.facility",
            object_id=facility.pk,
            details={"unit": unit_code, "client": name, "keys": [one["kid"] for one in kept], "open": is_open},
        )
    return facility.pk


def _public(jwks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Only what is public of each key, under its name."""
    if len(jwks) > MOST_KEYS:
        raise Invalid(f"Nhiều nhất {MOST_KEYS} khoá.", code="too_many_keys", field="jwks")
    kept = []
    for one in jwks:
        kid = one.get("kid")
        try:
            key = ECKey.import_key({name: one[name] for name in ("kty", "crv", "x", "y")})
        except (KeyError, ValueError, TypeError, JoseError) as error:
            raise Invalid("Khoá phải là JWK EC công khai.", code="bad_key", field="jwks") from error
        if "d" in one or one["crv"] not in CURVES or not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_KID:
            raise Invalid("Khoá phải là JWK EC công khai P-256 hoặc P-384, có kid.", code="bad_key", field="jwks")
        kept.append({**key.as_dict(private=False), "kid": kid})
    if len({one["kid"] for one in kept}) != len(kept):
        raise Invalid("Mỗi khoá có kid riêng.", code="bad_key", field="jwks")
    return kept
