"""Verify the code printed on a paper of dean06 without network (CWT in COSE_Sign1, ES256); needs Python 3.9, no trust.
CODE: the text a phone reads from the QR code ("-": from standard input). SIGNERS.json: the list of units that sign, got
once from a place you trust. FACTS.json: what stands on the paper as {"label": "text"}, to compare all of it.
Whether the paper was withdrawn since, only its status list says: its address and the place in it are shown.
Exit: 0 proven, 1 refused, 3 proven, but out of date."""

import argparse
import base64
import hashlib
import json
import pathlib
import struct
import sys
import time
import unicodedata
import uuid

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
ISSUER, EXPIRES, ISSUED, ID, STATUS, KIND, FACTS, DIGEST = 1, 4, 6, 7, 65535, -65537, -65538, -65539
FORMAT = "dean06-printed-signers/1"


def need(truth: object, complaint: str) -> None:
    if not truth:
        raise ValueError(complaint)


def add(a: tuple, b: tuple) -> tuple:  # points of the curve; () is the point at infinity
    if not a or not b:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return ()
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(number: int, a: tuple) -> tuple:
    return add(times(number >> 1, add(a, a)), a if number & 1 else ()) if number else ()


def signed(message: bytes, signature: bytes, key: dict) -> bool:
    x, y = (int.from_bytes(base64.urlsafe_b64decode(key[name] + "=="), "big") for name in "xy")
    need(key["crv"] == "P-256" and (y * y - x**3 + 3 * x - B) % P == 0 and x < P and y < P, "not a key of P-256")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    need(len(signature) == 64 and 0 < r < ORDER and 0 < s < ORDER, "a malformed signature")
    w, h = pow(s, -1, ORDER), int.from_bytes(hashlib.sha256(message).digest(), "big")
    point = add(times(h * w % ORDER, BASE), times(r * w % ORDER, (x, y)))
    return bool(point) and point[0] % ORDER == r


def head(kind: int, number: int) -> bytes:  # how CBOR begins a value
    for bits, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << 8 * struct.calcsize(form):
            return bytes([kind << 5 | bits]) + struct.pack(form, number)
    raise ValueError("a number too large")


def value(data: bytes, at: int = 0) -> tuple:  # (the CBOR value at a place, where the next begins)
    kind, number, at = data[at] >> 5, data[at] & 31, at + 1
    if number >= 24:
        need(number < 28, "CBOR of another kind")
        size = 1 << number - 24
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    need(at <= len(data), "cut")
    if kind < 2:
        return (number if kind == 0 else -1 - number), at
    if kind < 4:
        need(at + number <= len(data), "cut")
        piece = data[at : at + number]
        return (piece if kind == 2 else piece.decode()), at + number
    need(kind < 7, "CBOR of another kind")
    found = []
    for _ in range(1 if kind == 6 else number * (kind - 3)):
        one, at = value(data, at)
        found.append(one)
    if kind == 6:
        return found[0], at
    pairs = {found[i]: found[i + 1] for i in range(0, len(found), 2)} if kind == 5 else {}
    need(kind == 4 or len(pairs) == number, "a name twice")
    return (found if kind == 4 else pairs), at


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def digest(facts: dict) -> bytes:
    def text(one: str) -> bytes:
        return head(3, len(normal(one).encode())) + normal(one).encode()

    need(len({normal(label) for label in facts}) == len(facts), "a label comes twice")
    pairs = sorted((text(label), text(content)) for label, content in facts.items())
    return hashlib.sha256(head(5, len(pairs)) + b"".join(label + content for label, content in pairs)).digest()


def verify(code: str, signers: str, facts: str, at: int) -> int:
    letters = (sys.stdin.read() if code == "-" else code).strip().rsplit("/", 1)[-1]
    data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    (protected, _, content, signature), end = value(data)
    need(base64.b32encode(data).decode().rstrip("=") == letters, "letters written another way")
    need(data[0] == 0xD2 and end == len(data), "not a code of ours")
    headers, known = value(protected)[0], json.loads(pathlib.Path(signers).read_text("utf-8"))
    need(known["format"] == FORMAT and headers[1] == -7, "another form of list, or of signature")
    named = [one for one in known["signers"] if base64.urlsafe_b64decode(one["id"] + "==") == headers[4]]
    need(named, "a signer that is not on the list")
    parts = (b"Signature1", protected, b"", content)
    message = head(4, 4) + b"".join(head(3 if i == 0 else 2, len(one)) + one for i, one in enumerate(parts))
    need(signed(message, signature, named[0]["key"]), "a false signature")
    said, end = value(content)
    need(end == len(content), "something behind the facts")
    need(named[0]["from"] <= said[ISSUED] <= named[0]["until"], "signed when the signer's certificate was not in force")
    if facts:
        need(
            digest(json.loads(pathlib.Path(facts).read_text("utf-8"))) == said[DIGEST], "the paper says something else"
        )
    is_current = said[ISSUED] <= at + 60 and (EXPIRES not in said or at < said[EXPIRES])
    day = [time.strftime("%Y-%m-%d", time.gmtime(said[name])) if name in said else "" for name in (ISSUED, EXPIRES)]
    lines = [f"{label}: {content}" for label, content in said[FACTS].items()]
    where = said.get(STATUS, {}).get("status_list", {})
    lines += [f"PROVEN: {said[KIND]} {uuid.UUID(bytes=said[ID])} by {said[ISSUER]} ({named[0]['name']}), {day[0]}"]
    lines += [f"until {day[1]}"] * bool(day[1]) + ["all that stands on the paper compared"] * bool(facts)
    lines += ["" if is_current else "OUT OF DATE", f"withdrawn? place {where.get('idx')} of {where.get('uri')}"]
    sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    return 0 if is_current else 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("signers", metavar="SIGNERS.json")
    parser.add_argument("facts", metavar="FACTS.json", nargs="?", default="")
    parser.add_argument("--at", type=int, default=int(time.time()), help="seconds since 1970, instead of now")
    given = parser.parse_args()
    try:
        sys.exit(verify(given.code, given.signers, given.facts, given.at))
    except (ValueError, LookupError, TypeError, AttributeError, OSError, OverflowError, RecursionError) as error:
        sys.exit(f"REFUSED: {error!r}")


if __name__ == "__main__":
    main()
