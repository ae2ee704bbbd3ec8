"""A credential with selective disclosure, issued, presented and verified, against one raw P-256 signature each.

A land certificate of eight claims, four hidden one by one; two are shown to a verifier with key binding. Beside it the
reference library in Python (sd-jwt) does the same with the same keys and header. Ours also judges what the library
leaves to its caller: chain of certificates, kind, dates, issuer's name, replay, status reference. Time of the process,
both taking turns, since other work shares the cores.
Run: python -m bench.sdjwt [--credentials 200] [--rounds 7]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier
from tests.kernel.documents.credentials.authority import ISSUER, NOW, Authority, chain_header, new_key

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.sdjwt.issuing import issue
from dean06.kernel.documents.credentials.sdjwt.presenting import present
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, verify_presented

KIND, AUDIENCE, NONCE = "urn:hu-cau:giay-chung-nhan-dat", "https://noi-kiem-tra.example", "mot-lan"
SECRETS = {"ho_ten": "Trần Thị Hoa", "so_dinh_danh": "000151000201", "dia_chi": "Đức Thọ", "dien_tich": 312}
PLAIN = {"so_thua": "128", "to_ban_do": "17", "muc_dich": "ONT", "so_vao_so": "CS 00412"}
SHOWN = ("ho_ten", "dien_tich")
AUTHORITY = Authority()
SIGNER, HOLDER = AUTHORITY.signer(), MemoryKey(private=new_key())
ROOTS = AUTHORITY.roots()
HEADER = {"typ": "dc+sd-jwt", **chain_header(SIGNER)}


class Nothing:
    """Forgets every proof."""

    def is_first(self, fingerprint: str, *, until: datetime) -> bool:  # noqa: ARG002
        return True


def our_issue() -> str:
    return issue(
        {**SECRETS, **PLAIN},
        vct=KIND,
        key=SIGNER,
        issuer=ISSUER,
        issued_at=NOW,
        expires_at=NOW + timedelta(days=365),
        holder_key=HOLDER.public_jwk,
        hidden=[(name,) for name in SECRETS],
    )


def our_present(text: str) -> str:
    show = [(name,) for name in SHOWN]
    return present(text, show=show, holder=HOLDER, audience=AUDIENCE, nonce=NONCE, presented_at=NOW)


def our_verify(text: str) -> None:
    challenge = Challenge(audience=AUDIENCE, nonce=NONCE, replays=Nothing())
    verify_presented(text, roots=ROOTS, at=NOW, kinds=[KIND], challenge=challenge)


def jwk(key: MemoryKey) -> JWK:
    return JWK.from_pem(key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


THEIR_KEY, THEIR_HOLDER = jwk(SIGNER), jwk(HOLDER)
THEIR_PUBLIC, HOLDER_PUBLIC = (JWK.from_json(json.dumps(key.public_jwk)) for key in (SIGNER, HOLDER))


def their_issue() -> str:
    hidden = {SDObj(name): value for name, value in SECRETS.items()}
    claims = {**hidden, **PLAIN, "iss": ISSUER, "iat": int(NOW.timestamp()), "vct": KIND}
    issued: str = SDJWTIssuer(claims, THEIR_KEY, HOLDER_PUBLIC, extra_header_parameters=HEADER).sd_jwt_issuance
    return issued


def their_present(text: str) -> str:
    wallet = SDJWTHolder(text)
    wallet.create_presentation(dict.fromkeys(SHOWN, True), NONCE, AUDIENCE, THEIR_HOLDER)
    shown: str = wallet.sd_jwt_presentation
    return shown


def their_verify(text: str) -> None:
    SDJWTVerifier(text, lambda _issuer, _header: THEIR_PUBLIC, AUDIENCE, NONCE).get_verified_payload()


def seconds(act: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--credentials", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    kept, shown = our_issue(), our_present(our_issue())
    their_kept = their_issue()
    their_shown = their_present(their_kept)
    acts: dict[str, Callable[[], object]] = {
        "raw": lambda: SIGNER.private.sign(b"x" * 500, SIGNER.scheme.algorithm),
        "our issue": our_issue,
        "our present": lambda: our_present(kept),
        "our verify": lambda: our_verify(shown),
        "their issue": their_issue,
        "their present": lambda: their_present(their_kept),
        "their verify": lambda: their_verify(their_shown),
    }
    ratios: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(options.rounds):
        taken = {name: seconds(act, options.credentials) for name, act in acts.items()}
        for name, one in taken.items():
            ratios[name].append(one / taken["raw"])
    found = {name: statistics.median(values) for name, values in ratios.items()}
    for verb in ("issue", "present", "verify"):
        ours, theirs = found[f"our {verb}"], found[f"their {verb}"]
        print(f"{verb}: {ours:.1f} x one raw P-256 signature; the reference library {theirs:.1f} x")
    ours, theirs = (found[f"{whose} issue"] + found[f"{whose} verify"] for whose in ("our", "their"))
    print(f"issue and verify: {ours:.1f} x against {theirs:.1f} x: {ours / theirs:.2f} of the library's (goal 0.5)")
    print(f"sizes: {len(kept)} characters issued with the certificate, {len(shown)} presented")


if __name__ == "__main__":
    main()
