"""The verdict on a reading: issuer's signature, chip's signature over our challenge, the card's own validity. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from dean06.kernel.base import clock
from dean06.kernel.chipid import active, agreement, groups, pace, passive, security_infos
from dean06.kernel.chipid.security_infos import SecurityInfos
from dean06.kernel.chipid.tlv import refuse
from dean06.kernel.chipid.trust import TrustStore
from dean06.kernel.chipid.types import FileId, MachineZone, Proof, ProofLevel, Reason, VerifiedCard


def verify(
    files: Mapping[FileId, bytes],
    *,
    trust: TrustStore,
    at: datetime,
    challenge: bytes | None = None,
    active_signature: bytes = b"",
    agreed: bool = False,
    needs_chip: bool = True,
) -> VerifiedCard:
    """What the card proves at an aware instant. CardRefused with the reason for everything else.

    ``challenge`` is the one this server gave for this reading. With ``needs_chip`` a card that does not sign it is
    refused; without, its data alone is believed (a copy would pass) and the level says so. A wrong signature is always
    refused.

    ``agreed``: what the terminal says about chip authentication (``CardReading.agreed``). It is written down and never
    stands in for the signature, since a terminal can say anything: whoever is the terminal asks without ``needs_chip``
    and takes ``ProofLevel.TERMINAL``. The key it was done with is the one of the DG14 that is checked here.
    """
    signer = passive.check(files, trust, at)
    infos = security_infos.of_dg14(files[FileId.DG14]) if FileId.DG14 in files else None
    _must_be_opened_as_signed(files, infos)
    day = clock.local(at).date()
    zone = groups.zone(files[FileId.DG1], day)
    if zone.issuing_state != trust.issuing_state:
        raise refuse("the zone names another state than the signer's", Reason.FACTS_DISAGREE)
    if zone.expires_on is not None and zone.expires_on < day:
        raise refuse("the card", Reason.CARD_EXPIRED)
    proofs = _proofs(files, infos, challenge, active_signature, agreed=agreed)
    if needs_chip and Proof.ACTIVE not in proofs:
        raise refuse("no signature over the challenge", Reason.PROOF_MISSING)
    details = groups.details(files[FileId.DG13]) if FileId.DG13 in files else {}
    _must_agree(zone, details)
    return VerifiedCard(
        level=_level(proofs),
        zone=zone,
        details=details,
        face=groups.face(files[FileId.DG2]) if FileId.DG2 in files else None,
        sod_sha256=hashlib.sha256(files[FileId.SOD]).hexdigest(),
        signer=signer,
        verified_at=at,
        proofs=proofs,
    )


def _proofs(
    files: Mapping[FileId, bytes],
    infos: SecurityInfos | None,
    challenge: bytes | None,
    signature: bytes,
    *,
    agreed: bool,
) -> frozenset[Proof]:
    found = set()
    if challenge is not None and signature and FileId.DG15 in files:
        active.check(groups.chip_key(files[FileId.DG15]), challenge, signature, infos.active_hash if infos else "")
        found.add(Proof.ACTIVE)
    if agreed:
        if infos is None or agreement.choose(infos) is None:
            raise refuse("chip authentication without a key for it in DG14", Reason.PROOF_MISSING)
        found.add(Proof.AGREEMENT)
    return frozenset(found)


def _level(proofs: frozenset[Proof]) -> ProofLevel:
    if Proof.ACTIVE in proofs:
        return ProofLevel.CHIP
    return ProofLevel.TERMINAL if Proof.AGREEMENT in proofs else ProofLevel.DATA


def _must_be_opened_as_signed(files: Mapping[FileId, bytes], infos: SecurityInfos | None) -> None:
    """What the card offered in the clear was the best of what DG14 offers: nobody in between took that out."""
    best = None if infos is None else pace.choose(infos)
    if best is None:
        return
    access = files.get(FileId.CARD_ACCESS)
    offered = pace.choose(security_infos.of_card_access(access)) if access else None
    if offered is None or offered.info != best.info:
        raise refuse("EF.CardAccess is not what DG14 says", Reason.DOWNGRADED)


def _must_agree(zone: MachineZone, details: Mapping[int, str]) -> None:
    """Both are signed, so they disagree only on a card put together from two."""
    number = details.get(1, "")
    if number and zone.personal_id and number != zone.personal_id:
        raise refuse("DG1 and DG13 name different numbers", Reason.FACTS_DISAGREE)
