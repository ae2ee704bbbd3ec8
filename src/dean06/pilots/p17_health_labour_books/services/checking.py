"""The full check of bundles, away from whoever sent them: what it finds is kept with the bundle, nothing is undone."""

from typing import Final
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.documents import api as documents
from dean06.pilots.p17_health_labour_books import machine_acts as acts
from dean06.pilots.p17_health_labour_books.choices import BundleState
from dean06.pilots.p17_health_labour_books.fhir.checking import check_bundle
from dean06.pilots.p17_health_labour_books.models import HealthBundle

AT_ONCE: Final = 20


def check_kept(actor: Actor, *, bundle_id: UUID) -> bool:
    """Check a bundle that waits for it. False when there was nothing to do. For the platform."""
    if actor.role is not Role.SYSTEM:
        raise NotPermitted("Chỉ hệ thống kiểm tra gói dữ liệu.", code="not_the_platform")
    bundle = HealthBundle.objects.filter(pk=bundle_id).first()
    if bundle is None:
        raise NotFound("Không có gói này.", code="bundle_not_found")
    if bundle.state != BundleState.TAKEN:
        return False
    with documents.open_file(bundle.sha256) as kept:
        problems = check_bundle(kept.read())
    with transaction.atomic():
        state = BundleState.FAULTY if problems else BundleState.SOUND
        told = [{"path": one.path, "words": one.words} for one in problems]
        rows = HealthBundle.objects.filter(pk=bundle_id, state=BundleState.TAKEN)
        if not rows.update(state=state, problems=told, checked_at=clock.now()):
            return False
        audit.record(
            actor,
            acts.CHECKED,
            object_type="p17.bundle",
            object_id=bundle_id,
            purpose=acts.TAKE_PURPOSE,
            legal_basis=acts.LAW,
            subjects=[bundle.subject_id],
            fields=[acts.HEALTH],
            details={"state": state.value, "problems": len(problems)},
        )
    return True


def check_waiting(actor: Actor) -> int:
    """Check the bundles that wait longest, ``AT_ONCE`` of them; how many there were."""
    rows = HealthBundle.objects.filter(state=BundleState.TAKEN).order_by("received_at")
    waiting = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    return sum(check_kept(actor, bundle_id=bundle_id) for bundle_id in waiting)
