"""The sandbox's card office, kept in a directory: one country certificate for good, and cards with flaws to order.

A card is written anew each time it is wanted; what lasts is the office that vouches for it.
"""

import contextlib
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dean06.sandbox.card.application import Application, Habits
from dean06.sandbox.card.chip import DG13, Chip, personalise
from dean06.sandbox.card.infos import Offer
from dean06.sandbox.card.issuer import Authority, Signer
from dean06.sandbox.card.people import Holder

FILE = "office.pem"
CERTIFICATE_FILE, LIST_FILE = "sandbox.cer", "sandbox.crl"
NUMBER_DIGITS = 6
SLOW_SECONDS = 0.12  # a command; a whole reading then takes some ten seconds, as on an old reader
COMMANDS_BEFORE_GONE = 12
OFFER = Offer()
PEM = serialization.Encoding.PEM


class SlowApplication(Application):
    """A card that takes its time."""

    def transmit(self, command: bytes) -> bytes:
        """One command, later."""
        time.sleep(SLOW_SECONDS)
        return super().transmit(command)


class Office:
    """Issues cards. ``directory`` holds its key and its two document signers, one of them revoked."""

    def __init__(self, directory: Path) -> None:
        self.authority, self._signer, self._bad_signer = _kept(directory)
        self.authority.revoke(self._bad_signer)

    def export(self, directory: Path) -> None:
        """What a verifier needs: the country certificate and today's list. Each file appears whole."""
        directory.mkdir(parents=True, exist_ok=True)
        _write(directory / CERTIFICATE_FILE, self.authority.authority_der())
        _write(directory / LIST_FILE, self.authority.revocations_der())

    def card(self, holder: Holder, switch: str = "genuine") -> Application:
        """A card in a reader. ``switch``: a key of ``SWITCHES``."""
        return SWITCHES[switch][1](self, holder)

    def chip(self, holder: Holder, signer: Signer | None = None) -> Chip:
        """A chip as it ought to be, in both ways no copy, opened by its number (CAN) or by its zone."""
        return personalise(
            holder,
            signer or self._signer,
            key_kind="ec",
            pace=(OFFER,),
            can=number_of(holder),
            agreement=OFFER,
        )

    def revoked(self, holder: Holder) -> Application:
        """Signed by the signer whose certificate was withdrawn."""
        return Application(self.chip(holder, self._bad_signer))


def number_of(holder: Holder) -> str:
    """The number on the front (CAN) of a sandbox card: the last six digits of the personal number."""
    return holder.personal_id[-NUMBER_DIGITS:]


def _cloned(office: Office, holder: Holder) -> Application:
    """All files copied, the keys of the chip not: nobody can copy those."""
    chip, own = office.chip(holder), ec.generate_private_key(ec.SECP256R1())
    return Application(replace(chip, key=own, agreement_key=ec.generate_private_key(OFFER.on.kind)))


def _tampered(office: Office, holder: Holder) -> Application:
    chip = office.chip(holder)
    group = 0x0100 | DG13
    name = holder.full_name.encode()
    changed = name[:-1] + (b"x" if name[-1:] != b"x" else b"y")
    return Application(replace(chip, files=chip.files | {group: chip.files[group].replace(name, changed)}))


def _expired(office: Office, holder: Holder) -> Application:
    return Application(office.chip(replace(holder, expires_on=expired_on())))


def expired_on() -> date:
    """The day printed on an expired card."""
    return date.today() - timedelta(days=30)  # noqa: DTZ011 - what is printed on a card is a day, wherever one is


SWITCHES: dict[str, tuple[str, Callable[[Office, Holder], Application]]] = {
    "genuine": ("thẻ thật, còn hạn", lambda office, holder: Application(office.chip(holder))),
    "cloned": ("bản sao: đủ dữ liệu, không có khoá của chip", _cloned),
    "tampered": ("dữ liệu bị sửa sau khi ký", _tampered),
    "expired": ("thẻ hết hạn", _expired),
    "revoked": ("chứng thư ký dữ liệu đã bị thu hồi", Office.revoked),
    "silent": (
        "chip không ký được",
        lambda office, holder: Application(office.chip(holder), Habits(cannot_sign=True)),
    ),
    "slow": ("thẻ đáp chậm", lambda office, holder: SlowApplication(office.chip(holder))),
    "pulled-out": (
        "bị nhấc ra giữa chừng",
        lambda office, holder: Application(office.chip(holder), Habits(gone_after=COMMANDS_BEFORE_GONE)),
    ),
}


def _kept(directory: Path) -> tuple[Authority, Signer, Signer]:
    """The office of the directory, founded on first use; whoever comes second takes what the first one made."""
    file = directory / FILE
    if not file.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = directory / f"{FILE}.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_bytes(_found())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return _read(file.read_bytes())


def _found() -> bytes:
    authority = Authority("CSCA")
    pairs = [(authority.key, authority.certificate)]
    pairs += [(signer.key, signer.certificate) for signer in (authority.signer(), authority.signer())]
    form = (PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return b"".join(key.private_bytes(*form) + certificate.public_bytes(PEM) for key, certificate in pairs)


def _read(text: bytes) -> tuple[Authority, Signer, Signer]:
    end = b"-----END PRIVATE KEY-----\n"
    keys = [serialization.load_pem_private_key(part + end, None) for part in _between(text, end)]
    certificates = x509.load_pem_x509_certificates(text)
    made = [Signer(key, certificate) for key, certificate in zip(keys, certificates, strict=True)]  # type: ignore[arg-type]  # _found makes no other kind
    return Authority("CSCA", kept=made[0]), made[1], made[2]


def _between(text: bytes, end: bytes) -> list[bytes]:
    """Each private key without its last line."""
    begin = b"-----BEGIN PRIVATE KEY-----"
    return [begin + part.split(begin, 1)[1] for part in text.split(end)[:-1]]


def _write(file: Path, data: bytes) -> None:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    draft.write_bytes(data)
    draft.replace(file)
