"""Verify that a bundle (form 2) of dean06's audit log leaves nothing out, and whether a second party confirms it.
Needs audit_verify.py in the same directory, Python 3.9, and no trust in us; arguments and exit status are the same.

Each person's entries form a chain: head = SHA-256(0x12 | head before | place in the log | hash of the entry | day from
which it is told), beginning at the person's key, SHA-256 of the person's number here. The checkpoint names the root of
a map with everybody's key, number of entries and head. Following the bits of one's own key through the map leads to
one's own leaf, or to somebody else's: then one is not in the map, and nobody looked.
"""

import base64
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from audit_verify import checkpoint, climb, main, need, verify

INDEX = "dean06-index/1 "


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def chain(entries: list, key: bytes, size: int, root: bytes) -> bytes:  # head over all entries, each proven in the log
    head, before = key, -1
    for one in entries:
        index, is_told = one["index"], "body" in one
        leaf = sha256(b"\0", one["body"].encode()) if is_told else base64.b64decode(one["leaf"])
        need(before < index < size, "entries out of order, twice or beyond the log")
        need(climb(index, size - 1, one["path"], leaf, leaf)[1:] == (root,), "an entry that is not in the log")
        day = json.loads(one["body"]).get("release_on") or "" if is_told else one["release_on"]
        head, before = sha256(b"\x12", head, index.to_bytes(8, "big"), leaf, day.encode()), index
    return head


def in_map(index: dict, key: bytes, root: bytes) -> tuple:  # (number of entries, head) the map of this root has
    if index is None:
        need(root == bytes(32), "no place in the map")
        return 0, key
    found, count, head, below = base64.b64decode(index["key"]), index["count"], base64.b64decode(index["head"]), 256
    value = sha256(b"\x10", found, count.to_bytes(8, "big"), head)
    for bit, other in index["path"]:
        need(0 <= bit < below, "a path in the map that does not go upwards")
        sides = [value, base64.b64decode(other)]
        sides = sides[::-1] if key[bit >> 3] >> (7 - bit % 8) & 1 else sides
        value, below = sha256(b"\x11", bytes([bit]), *sides), bit
    need(value == root, "a list that is not the one in the signed map")
    return (count, head) if found == key else (0, key)


def complete(file: str, key: str, known: str, witness: str) -> tuple:
    bundle = json.loads(pathlib.Path(file).read_text("utf-8"))
    need(bundle["format"] == "dean06-audit-bundle/2", "a bundle whose completeness cannot be proven")
    said, status = verify(file, key, known, witness)
    size, root, text = checkpoint(bundle["checkpoint"], key or bundle["key"])
    named = [line[len(INDEX) :] for line in text.split("\n")[3:] if line.startswith(INDEX)]
    need(len(named) == 1, "a checkpoint without an index")
    own = sha256(bytes.fromhex(bundle["party"].replace("-", "")))
    proven = in_map(bundle["index"], own, base64.b64decode(named[0]))
    need(proven == (len(bundle["entries"]), chain(bundle["entries"], own, size, root)), "the list is not complete")
    hidden = [f"{one['index']} | withheld until {one['release_on']}\n" for one in bundle["entries"] if "leaf" in one]
    sys.stdout.write("".join(hidden) + f"COMPLETE: {len(bundle['entries'])} entries, none left out; {said}\n")
    return said, status


if __name__ == "__main__":
    main(complete, __doc__)
