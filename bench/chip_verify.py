"""Passive and active authentication of a reading against the bare OpenSSL signature checks it stands for.

The bare side does the four verifications (document, its signer's certificate, revocation list, chip) and the hashes
with keys already loaded, through the same library. Ours remembers of a store of trusted offices what cannot change:
that the list is the office's, and for the next cards of a signer that its certificate is. So the first card of each
signer is measured beside the next ones. Time of the process, since other work shares the cores.
Run: python -m bench.chip_verify [--signers 40] [--rounds 7]
"""

import argparse
import hashlib
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from dean06.kernel.base import clock
from dean06.kernel.chipid import certificates, groups, sod
from dean06.kernel.chipid.api import TrustStore, read_card, verify
from dean06.kernel.chipid.signatures import load_key
from dean06.kernel.chipid.types import AccessKey, CardReading, FileId
from dean06.sandbox.card.application import Application
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.issuer import Authority
from dean06.sandbox.card.people import Holder

CHALLENGE = bytes(range(8))
FILES = (FileId.DG1, FileId.DG13, FileId.DG15)


def reading_of(authority: Authority) -> CardReading:
    holder = Holder(personal_id="000151000201", full_name="Trần Thị Đẹp", sex="female", birth_on=date(1951, 3, 9))
    key = AccessKey(document_number=holder.document_number, birth_on=holder.birth_on, expires_on=holder.expires_on)
    chip = personalise(holder, authority.signer(), key_kind="ec")
    return read_card(Application(chip), key, FILES, challenge=CHALLENGE)


def bare(authority: Authority, reading: CardReading) -> Callable[[], None]:
    """The signature checks alone: document, signer's certificate, revocation list, chip."""
    revocations = load_der_x509_crl(authority.revocations_der())
    document = sod.parse(reading.files[FileId.SOD])
    certificate = load_der_x509_certificate(document.certificates[0])
    signer, office = certificate.public_key(), authority.certificate.public_key()
    chip = load_key(groups.chip_key(reading.files[FileId.DG15]))
    attributes, signature = document.signer["signed_attrs"].untag().dump(), document.signer["signature"].native
    half = len(reading.active_signature) // 2
    parts = [int.from_bytes(part, "big") for part in (reading.active_signature[:half], reading.active_signature[half:])]
    answer = encode_dss_signature(*parts)

    def check() -> None:
        for data in reading.files.values():
            hashlib.sha256(data).digest()
        signer.verify(signature, attributes, ec.ECDSA(hashes.SHA256()))
        office.verify(certificate.signature, certificate.tbs_certificate_bytes, ec.ECDSA(hashes.SHA384()))
        office.verify(revocations.signature, revocations.tbs_certlist_bytes, ec.ECDSA(hashes.SHA384()))
        chip.verify(answer, CHALLENGE, ec.ECDSA(hashes.SHA256()))

    return check


def seconds(acts: Iterable[Callable[[], object]]) -> float:
    began = time.process_time()
    for act in acts:
        act()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signers", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    authority = Authority()
    readings = [reading_of(authority) for _ in range(options.signers)]
    limits = [bare(authority, reading) for reading in readings]
    shares: dict[str, list[float]] = {"first": [], "next": []}
    rates: dict[str, list[float]] = {"first": [], "next": []}
    for _ in range(options.rounds):
        trust = TrustStore.load([authority.authority_der()], [authority.revocations_der()])
        trust.offices  # noqa: B018 - the store is prepared before anybody shows a card
        certificates.take_apart.cache_clear()
        for kind in ("first", "next"):
            least = seconds(limits)
            whole = seconds(partial(check, reading, trust) for reading in readings)
            shares[kind].append(least / whole)
            rates[kind].append(options.signers / whole)
    for kind, found in shares.items():
        rate, share = statistics.median(rates[kind]), statistics.median(found)
        print(f"{kind} card of a signer: {rate:.0f} cards/s, {share:.2f} of the rate of the bare checks (goal 0.5)")


def check(reading: CardReading, trust: TrustStore) -> None:
    signature = reading.active_signature
    verify(reading.files, trust=trust, at=clock.now(), challenge=CHALLENGE, active_signature=signature)


if __name__ == "__main__":
    main()
