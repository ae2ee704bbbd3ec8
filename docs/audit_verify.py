"""Verify a bundle of dean06's audit log (RFC 6962, C2SP signed-note and tlog-cosignature, Ed25519); needs Python 3.9,
and no trust in us. That each entry is true: that none is missing is audit_complete.py's to prove.
KEY, WITNESS: public keys of the log and of a second party, got elsewhere than in the bundle ("": the bundle's word for
the log); FILE: a checkpoint kept from before. Exit: 0 proven, 1 refused, 3 proven but WITNESS has not signed it all."""

import argparse
import base64
import hashlib
import json
import pathlib
import sys
import time
from collections.abc import Callable

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


def signed(note: str, key: str, kind: int) -> int:  # 0: it did not; 1: a log did (kind 1); when a witness did (4)
    name, key_id, public = key.strip().split("+", 2)
    public, (text, _, lines) = base64.b64decode(public), note.rpartition("\n\n")
    need(public[0] == kind and hashlib.sha256(f"{name}\n".encode() + public).hexdigest()[:8] == key_id, "malformed key")
    marks, at = [base64.b64decode(one[3 + len(name) :]) for one in lines.split("\n") if one.startswith(f"— {name} ")], 0
    for mark in [one[4:] for one in marks if one[:4].hex() == key_id]:
        at, r, s = (1, mark[:32], mark[32:]) if kind == 1 else (int.from_bytes(mark[:8], "big"), mark[8:40], mark[40:])
        data = ("" if kind == 1 else f"cosignature/v1\ntime {at}\n") + f"{text}\n"
        h = int.from_bytes(hashlib.sha512(r + public[1:] + data.encode()).digest(), "little") % ORDER
        by = int.from_bytes(s, "little")
        need(by < ORDER and times(by, point(BASE)) == add(point(r), times(h, point(public[1:]))), "a false signature")
    return at


def checkpoint(note: str, key: str) -> tuple:  # (size, root, all that is signed), once the log's signature holds
    origin, size, root = note.split("\n")[:3]
    need(signed(note, key, 1) and key.startswith(f"{origin}+"), "a checkpoint that the log did not sign")
    return int(size), base64.b64decode(root), note.rpartition("\n\n")[0]


def second_party(bundle: dict, witness: str) -> tuple:  # what it says, in words and as an exit status
    name = witness.partition("+")[0]
    for note in [bundle["checkpoint"], *(one["checkpoint"] for one in bundle["past"])] if witness else []:
        if at := signed(note, witness, 4):
            reached, when = int(note.split("\n")[1]), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
            late = f"NOT YET confirmed by {name}: at {when} it signed {reached} entries"
            return (f"CONFIRMED by {name} at {when}", 0) if note == bundle["checkpoint"] else (late, 3)
    return (f"NOT confirmed by {name}", 3) if witness else ("NOT confirmed by a second party (no --witness-key)", 0)


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
    if old == 0:
        return not path
    index, last = (old - 1) // (old & -old), (size - 1) // (old & -old)
    first, *path = path if index else [base64.b64encode(was), *path]
    return old < size and climb(index, last, path, *[base64.b64decode(first)] * 2) == (was, now)


def verify(file: str, key: str, known: str, witness: str) -> tuple:
    bundle, shown = json.loads(pathlib.Path(file).read_text("utf-8")), []
    key, party = key or bundle["key"], bytes.fromhex(bundle["party"].replace("-", ""))
    entries = [one for one in bundle["entries"] if "body" in one]  # the law may withhold others for a time
    size, root, text = checkpoint(bundle["checkpoint"], key)
    past = [(*checkpoint(one["checkpoint"], key), one["path"]) for one in bundle["past"]]
    sizes = [size, *(one[0] for one in past)]
    need(sizes == sorted({*sizes}, reverse=True), "two checkpoints of one size, or out of order")
    need(all(grew(*one[:2], size, root, one[3]) for one in past), "the log was rewritten after a checkpoint")
    kept = checkpoint(pathlib.Path(known).read_text("utf-8"), key)[2] if known else text
    need(kept in [text, *(one[2] for one in past)], "the checkpoint you kept is not in this history")
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
    said, status = second_party(bundle, witness)
    sys.stdout.write(f"{''.join(shown)}PROVEN: {len(shown)} entries of {bundle['party']} in {size}, by {key}\n{said}\n")
    return said, status


def main(prove: Callable, words: str) -> None:
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, metavar, nargs in (("bundle", "BUNDLE.json", None), ("key", "KEY", "?"), ("known", "FILE", "?")):
        parser.add_argument(name, metavar=metavar, nargs=nargs, default="")
    parser.add_argument("--witness-key", metavar="WITNESS", default="")
    try:
        given = parser.parse_args()
        sys.exit(prove(given.bundle, given.key, given.known, given.witness_key)[1])
    except (ValueError, LookupError, TypeError, AttributeError, OSError, OverflowError) as error:
        sys.exit(f"REFUSED: {error!r}")


if __name__ == "__main__":
    main(verify, __doc__)
