"""Feeds what reads cards with damaged files of sandbox cards, for a time; only refusals with a reason are allowed.

    make fuzz                                   (SECONDS=600 SEED=1 TARGET=sod)
    python tools/fuzz_chipid.py --seconds 60 --seed 1
    python tools/fuzz_chipid.py --replay var/fuzz/sod-1a2b3c4d5e6f.bin

The seed, which is printed, decides what is damaged how; keys and signatures of the cards are new in every run. An
input that is refused in a way not seen before joins those that are damaged further. What raises anything else, takes
too long, or is believed though it was damaged is kept as a file, with what happened in another beside it.
"""

import argparse
import hashlib
import random
import secrets
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from dean06.kernel.base import clock  # noqa: E402 - the path is set just above
from dean06.kernel.base.errors import Invalid  # noqa: E402
from dean06.kernel.chipid import agreement, com, groups, mrz, qr, security_infos, signatures, sod, tlv  # noqa: E402
from dean06.kernel.chipid.api import TrustStore, read_card, verify  # noqa: E402
from dean06.kernel.chipid.types import AccessKey, CardReading, CardRefused, FileId  # noqa: E402
from dean06.sandbox.card.application import Application  # noqa: E402
from dean06.sandbox.card.chip import Chip, personalise, zone  # noqa: E402
from dean06.sandbox.card.infos import Offer  # noqa: E402
from dean06.sandbox.card.issuer import Authority  # noqa: E402
from dean06.sandbox.card.people import Holder  # noqa: E402

FUZZ_SECONDS = 60.0
SLOW_SECONDS = 2.0  # of the process, for one input
MOST_DAMAGES = 6
MOST_SEEDS = 2000  # for one target
LONGEST_PIECE, LONGEST_INPUT = 64, 64 * 1024
KEPT_IN = ROOT / "var" / "fuzz"
CHALLENGE = bytes(range(8))
TELLING = (0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFE, 0xFF, 0x30, 0x31, 0x02, 0x03, 0x04, 0x05, 0x06, 0xA0)
HOLDER = Holder(personal_id="000151000201", full_name="Trần Thị Đẹp", sex="female", birth_on=date(1951, 3, 9))
KEY = AccessKey(document_number=HOLDER.document_number, birth_on=HOLDER.birth_on, expires_on=HOLDER.expires_on)
FILES = (FileId.COM, FileId.DG1, FileId.DG2, FileId.DG13, FileId.DG14, FileId.DG15)


@dataclass(frozen=True)
class Target:
    """Something that takes bytes nobody vouches for. ``allowed``: how it may refuse them."""

    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    allowed: tuple[type[Exception], ...] = (CardRefused,)


class Believed(Exception):
    """A damaged reading was taken, and says something else than the true one."""


class Between:
    """A card whose answers are damaged as some bytes say: which answer, where in it, by what."""

    def __init__(self, chip: Chip, plan: bytes) -> None:
        self._card = Application(chip)
        self._steps = {plan[at]: plan[at + 1 : at + 3] for at in range(0, len(plan) - 2, 3)}

    def transmit(self, command: bytes) -> bytes:
        answer = bytearray(self._card.transmit(command))
        step = self._steps.get(self._card.commands & 0xFF)
        if step is not None:
            answer[step[0] % len(answer)] ^= step[1]
        return bytes(answer)


def targets() -> Mapping[str, Target]:
    """By name, with files of sandbox cards to begin with."""
    authority = Authority()
    signers = [authority.signer(kind) for kind in ("ec", "brainpool", "rsa")]
    portrait = b"\xff\xd8\xff" + bytes(300)
    chips = [
        personalise(HOLDER, signers[0], key_kind="ec", pace=(Offer(), Offer(12, 1)), agreement=Offer(12, 1, 7)),
        personalise(HOLDER, signers[1], key_kind="rsa", portrait=portrait, agreement=Offer(16, 1, is_named=False)),
        personalise(HOLDER, signers[2], key_kind="rsa", pss=True),
    ]
    readings = [read_card(Application(chip), KEY, FILES, challenge=CHALLENGE) for chip in chips]

    def of(file: FileId) -> tuple[bytes, ...]:
        return tuple(reading.files[file] for reading in readings if file in reading.files)

    lists = authority.authority_der(), authority.revocations_der()
    both = (CardRefused, ValueError)
    return {
        "tlv": Target(lambda data: list(tlv.elements(data)), of(FileId.SOD) + of(FileId.DG13)),
        "sod": Target(sod.parse, of(FileId.SOD)),
        "dg1": Target(lambda data: groups.zone(data, clock.today()), of(FileId.DG1)),
        "zone": Target(lambda data: mrz.parse(data.decode("latin-1"), clock.today()), (zone(HOLDER).encode(),)),
        "dg2": Target(groups.face, of(FileId.DG2)),
        "dg13": Target(groups.details, of(FileId.DG13)),
        "dg14": Target(lambda data: agreement.choose(security_infos.of_dg14(data)), of(FileId.DG14)),
        "dg15": Target(lambda data: signatures.load_key(groups.chip_key(data)), of(FileId.DG15)),
        "com": Target(com.groups, of(FileId.COM)),
        "card-access": Target(security_infos.of_card_access, of(FileId.CARD_ACCESS)),
        "trust": Target(lambda data: TrustStore.load([data]).offices, lists, both),
        "revocations": Target(
            lambda data: TrustStore.load(lists[:1], [data]).offices, lists, (CardRefused, ValueError)
        ),
        "qr": Target(
            lambda data: qr.parse(data.decode("utf-8", "replace")),
            ("000151000201|183456789|Trần Thị Đẹp|09031951|Nữ|Xã hư cấu|01042022".encode(),),
            (Invalid,),
        ),
        "talk": Target(lambda data: read_card(Between(chips[2], data), KEY, FILES), (bytes(3), bytes(range(12)))),
        **_verdicts(readings, TrustStore.load(lists[:1], lists[1:])),
    }


def _verdicts(readings: Sequence[CardReading], trust: TrustStore) -> Mapping[str, Target]:
    """The whole verdict with one file of a reading damaged: refused, or the facts are the true ones."""

    def judge(reading: CardReading, files: Mapping[FileId, bytes], signature: bytes) -> tuple[object, ...]:
        at = clock.now()
        card = verify(files, trust=trust, at=at, challenge=CHALLENGE, active_signature=signature, agreed=reading.agreed)
        return card.zone, card.details, card.face, card.level, card.proofs

    def target(reading: CardReading, file: FileId) -> Target:
        true = judge(reading, reading.files, reading.active_signature)

        def run(data: bytes) -> None:
            if judge(reading, {**reading.files, file: data}, reading.active_signature) != true:
                raise Believed(file.name)

        return Target(run, (reading.files[file],))

    def signature(reading: CardReading) -> Target:
        def run(data: bytes) -> None:
            judge(reading, reading.files, data)
            if data != reading.active_signature and reading.files[FileId.DG15].find(b"\x2a\x86\x48\xce\x3d") < 0:
                raise Believed("signature")  # ECDSA has a second one, r and n - s, which proves the same

        return Target(run, (reading.active_signature,))

    found = {f"verdict-{file.name}-{at}": target(one, file) for at, one in enumerate(readings) for file in one.files}
    return found | {f"verdict-signature-{at}": signature(one) for at, one in enumerate(readings)}


def damage(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """One damage out of several."""
    begin = dice.randrange(len(data) + 1)
    end = min(len(data), begin + dice.randrange(1, LONGEST_PIECE))
    other = dice.choice(others)
    start = dice.randrange(len(other) + 1)
    piece = other[start : start + dice.randrange(LONGEST_PIECE)]
    byte = data[begin : begin + 1] or b"\x00"
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: data[:begin] + bytes([byte[0] ^ 1 << dice.randrange(8)]) + data[begin + 1 :],
        lambda: data[:begin] + bytes([dice.choice(TELLING)]) + data[begin + 1 :],
        lambda: data[:begin] + bytes([(byte[0] + dice.choice((-1, 1))) & 0xFF]) + data[begin + 1 :],
        lambda: data[:begin] + dice.randbytes(end - begin) + data[end:],
        lambda: data[:begin] + data[end:],
        lambda: data[:begin],
        lambda: data[:begin] + data[begin:end] * dice.randrange(2, 20) + data[end:],
        lambda: data[:begin] + piece + data[begin:],
        lambda: data[:begin] + piece + data[end:],
        lambda: data[:begin] + bytes([dice.choice((0x81, 0x82, 0x83, 0x84))]) + dice.randbytes(4) + data[begin:],
    )
    return dice.choice(changes)()[:LONGEST_INPUT]


def outcome(target: Target, data: bytes) -> tuple[str, str]:
    """(how it was refused or empty, what is wrong or empty) of one input."""
    began = time.process_time()
    refusal = wrong = ""
    try:
        target.run(data)
    except target.allowed as refused:
        refusal = str(refused)
    except Exception:  # noqa: BLE001 - whatever else it is, it is the finding
        wrong = traceback.format_exc()
    spent = time.process_time() - began
    return refusal, wrong or (f"took {spent:.1f} s\n" if spent > SLOW_SECONDS else "")


def fuzz(found: Mapping[str, Target], seconds: float, seed: int, kept_in: Path) -> int:
    """The number of findings, each kept as a file."""
    dice = random.Random(seed)
    seeds = {name: list(target.seeds) for name, target in found.items()}
    ways: dict[str, set[str]] = {name: set() for name in found}
    findings, inputs, until = 0, 0, time.monotonic() + seconds
    while time.monotonic() < until:
        for name, target in found.items():
            data = dice.choice(seeds[name])
            for _ in range(dice.randrange(1, MOST_DAMAGES)):
                data = damage(data, target.seeds, dice)
            refusal, wrong = outcome(target, data)
            inputs += 1
            if wrong:
                findings += 1
                print(f"{name}: {_keep(kept_in, name, data, wrong)}\n{wrong}", flush=True)
            elif refusal not in ways[name] and len(seeds[name]) < MOST_SEEDS:
                ways[name].add(refusal)
                seeds[name].append(data)
    print(f"{inputs} inputs, {sum(map(len, ways.values()))} ways to be refused, {findings} findings; seed {seed}")
    return findings


def _keep(folder: Path, name: str, data: bytes, wrong: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(wrong, encoding="utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=FUZZ_SECONDS)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--target", default="", help="only those whose name begins so")
    parser.add_argument("--replay", type=Path, default=None, help="one file a run has kept")
    parser.add_argument("--kept-in", type=Path, default=KEPT_IN)
    options = parser.parse_args(arguments)
    known = targets()
    if options.replay:
        refusal, wrong = outcome(known[options.replay.stem.rpartition("-")[0]], options.replay.read_bytes())
        print(wrong or refusal or "taken")
        return 1 if wrong else 0
    seed = secrets.randbits(32) if options.seed is None else options.seed
    chosen = {name: target for name, target in known.items() if name.startswith(options.target)}
    if not chosen:
        parser.error(f"no such target; there are {', '.join(known)}")
    print(f"· {len(chosen)} targets for {options.seconds:g} s, seed {seed}", flush=True)
    return 1 if fuzz(chosen, options.seconds, seed, options.kept_in) else 0


if __name__ == "__main__":
    sys.exit(main())
