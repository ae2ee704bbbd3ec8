"""Judges that are not ours: pdfsig, openssl."""

import subprocess
from pathlib import Path

from tests.sandbox.pki import Pki

from dean06.kernel.documents.pdf import signatures
from tools import find_pdfsig

VALID = "Signature is Valid."
MISMATCH = "Digest Mismatch."


def pdfsig(directory: Path, pdf: bytes) -> str:
    """What pdfsig says of a file."""
    program = find_pdfsig.find()
    assert program, find_pdfsig.HELP
    file = directory / "file.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([program, "-nocert", str(file)], capture_output=True, text=True, check=False)
    return done.stdout


def openssl_cms(directory: Path, pdf: bytes, pki: Pki) -> str:
    """What openssl says of the last signature, trusting the twin's root alone."""
    last = signatures.held(pdf)[-1]
    (directory / "signature.der").write_bytes(last.content.dump())
    (directory / "content").write_bytes(pdf[: last.begin - 1] + pdf[last.begin + 2 * last.room + 1 :])
    words = [
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(directory / "signature.der")),
        *("-content", str(directory / "content"), "-CAfile", str(pki.state / "root.pem"), "-purpose", "any"),
        *("-cades", "-out", "/dev/null"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def openssl_ts(directory: Path, token: bytes, data: bytes, pki: Pki) -> str:
    """What openssl says of a time stamp over these bytes."""
    (directory / "token.der").write_bytes(token)
    (directory / "data").write_bytes(data)
    words = [
        *("openssl", "ts", "-verify", "-data", str(directory / "data"), "-in", str(directory / "token.der")),
        *("-token_in", "-CAfile", str(pki.state / "root.pem"), "-untrusted", str(pki.state / "issuing.pem")),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
