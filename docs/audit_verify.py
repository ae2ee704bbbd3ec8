"""Verify a bundle of dean06's audit log (RFC 6962, C2SP signed-note, Ed25519); needs Python 3.9, and no trust in us.
That each entry is true. That none is missing, and that a second party says so too, is audit_complete.py's to prove.

usage: audit_verify.py BUNDLE.json [KEY [FILE]]     exit status: 0 proven, 1 refused
KEY: the log's public key, got elsewhere than in the bundle; FILE: a checkpoint kept from before, or by a witness."""

import base64
import hashlib
import json
import pathlib
import sys

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE = -121665 * pow(121666, -1, P) % P, (4 * pow(5, -1, P) % P).to_bytes(32, "little")


def need(truth: object, complaint: str) -> None:
    if not truth:
        raise ValueError(complaint)


def point(data: bytes) -> tuple:  # of the curve, from its 32 bytes
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and x * x % P == square and (x or not sign), "not a point of the curve")
    return (x if x & 1 == sign else P - x), y


def add(a: tuple, b: tuple) -> tuple:
    cross = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + cross, -1, P) % P
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - cross, -1, P) % P


def times(number: int, a: tuple) -> tuple:
    return add(times(number >> 1, add(a, a)), a if number & 1 else (0, 1)) if number else (0, 1)


def checkpoint(note: str, key: str) -> tuple:  # (size, root), once the signature holds
    name, key_id, public = key.strip().split("+", 2)
    public, (text, _, lines) = base64.b64decode(public), note.rpartition("\n\n")
    fits = public[0] == 1 and hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8] == key_id
    marks = [base64.b64decode(line[3 + len(name) :]) for line in lines.split("\n") if line.startswith(f"— {name} ")]
    marks = [(mark[4:36], int.from_bytes(mark[36:], "little")) for mark in marks if mark[:4].hex() == key_id]
    need(fits and marks and text.split("\n")[0] == name, "malformed key, or a checkpoint it did not sign")
    for r, s in marks:
        h = int.from_bytes(hashlib.sha512(r + public[1:] + f"{text}\n".encode()).digest(), "little") % ORDER
        need(s < ORDER and times(s, point(BASE)) == add(point(r), times(h, point(public[1:]))), "a false signature")
    return int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])


def climb(index: int, last: int, path: list, old: bytes, new: bytes) -> tuple:  # to the old root and the new one
    for sibling in map(base64.b64decode, path):
        need(last > 0, "a proof is too long")
        while index == last and not index & 1:
            index, last = index >> 1, last >> 1
        old = hashlib.sha256(b"\1" + sibling + old).digest() if index & 1 else old
        new = hashlib.sha256(b"\1" + (sibling + new if index & 1 else new + sibling)).digest()
        index, last = index >> 1, last >> 1
    return () if last else (old, new)


def grew(old: int, was: bytes, size: int, now: bytes, path: list) -> bool:  # is the old log the beginning of this one?
    if old in (0, size):
        return not path and (old == 0 or was == now)
    index, last = (old - 1) // (old & -old), (size - 1) // (old & -old)
    first, *path = path if index else [base64.b64encode(was), *path]
    return old < size and climb(index, last, path, *[base64.b64decode(first)] * 2) == (was, now)


def verify(file: str, key: str = "", known: str = "") -> None:
    bundle, shown = json.loads(pathlib.Path(file).read_text("utf-8")), []
    key, party = key or bundle["key"], bytes.fromhex(bundle["party"].replace("-", ""))
    entries = [one for one in bundle["entries"] if "body" in one]  # the law may withhold others for a time
    size, root = checkpoint(bundle["checkpoint"], key)
    past = [(*checkpoint(one["checkpoint"], key), size, root, one["path"]) for one in bundle["past"]]
    need(all(grew(*one) for one in past), "the log was rewritten after a checkpoint")
    mark = checkpoint(pathlib.Path(known).read_text("utf-8"), key) if known else (size, root)
    need(mark in [(size, root), *(one[:2] for one in past)], "the checkpoint you kept is not in this history")
    need(bundle["format"] in ("dean06-audit-bundle/1", "dean06-audit-bundle/2"), "another form of bundle")
    need(len({one["index"] for one in entries}) == len(entries), "an entry comes twice")
    for one in entries:
        body, who, index = json.loads(one["body"]), one["subject"], one["index"]
        persons, person = body["subjects"], base64.b64decode(who["salt"]) + party
        about = (bytes.fromhex(persons["root"]), persons["count"], who["position"], person, who["path"])
        for top, count, place, data, path in ((root, size, index, one["body"].encode(), one["path"]), about):
            leaf = hashlib.sha256(b"\0" + data).digest()
            need(0 <= place < count and climb(place, count - 1, path, leaf, leaf)[1:] == (top,), "an unproven entry")
        shown.append(f"{index} | {body['at']} | {body['actor']['unit_name']} | {body['action']} | {body['purpose']}\n")
    sys.stdout.write("".join(shown) + f"PROVEN: {len(shown)} entries of {bundle['party']} in {size}, by {key}\n")


if __name__ == "__main__":
    try:
        verify(*sys.argv[1:])
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        sys.exit(f"REFUSED: {error!r}")
