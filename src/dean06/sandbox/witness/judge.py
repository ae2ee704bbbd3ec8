"""The witness's judgement of one add-checkpoint request, in the order c2sp.org/tlog-witness gives."""

import time
from dataclasses import dataclass
from pathlib import Path

from dean06.sandbox.witness import growth
from dean06.sandbox.witness.memory import Memory
from dean06.sandbox.witness.notes import (
    Head,
    Malformed,
    Note,
    PublicKey,
    canonical_decimal,
    cosign,
    is_signed_by,
    public_of,
    read_head,
    read_key,
    read_note,
    unbase64,
)

MAX_PROOF_LINES = 63
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: int
    body: str
    type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Question:
    """A request, taken apart."""

    old: int
    proof: tuple[bytes, ...]
    data: str
    note: Note
    head: Head


class Judge:
    """One witness: its name, its memory and the logs it knows, one key a line in a file read anew each time."""

    def __init__(self, name: str, memory: Memory, logs: Path) -> None:
        self.name = name
        self.memory = memory
        self.private = memory.key()
        self._logs = logs

    @property
    def public(self) -> PublicKey:
        """The key others check its lines with."""
        return public_of(self.name, self.private)

    def answer(self, body: bytes) -> Answer:
        """Sign or refuse. Nothing in here waits, so two requests cannot come between a check and its record."""
        try:
            question = read(body)
        except (Malformed, UnicodeDecodeError) as error:
            return Answer(400, f"{error}\n")
        known = [key for key in self._known() if key.name == question.head.origin]
        if not known:
            return Answer(404, "unknown log\n")
        if not any(is_signed_by(question.note, key) for key in known):
            return Answer(403, "no signature of a known key\n")
        if refusal := _refusal(question, self.memory.latest(question.head.origin)):
            return refusal
        self.memory.remember(question.head.origin, question.data)
        return Answer(200, cosign(question.note.text, self.name, self.private, int(time.time())))

    def _known(self) -> list[PublicKey]:
        if not self._logs.exists():
            return []
        return [read_key(line) for line in self._logs.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(body: bytes) -> Question:
    """Take a request apart: old size, proof, empty line, checkpoint. Malformed when it is something else."""
    top, found, data = body.decode().partition("\n\n")
    first, *lines = top.split("\n")
    if not found or not first.startswith("old ") or len(lines) > MAX_PROOF_LINES:
        raise Malformed("not a request")
    number = first.removeprefix("old ")
    if canonical_decimal(number) != number:
        raise Malformed("not a size")
    note = read_note(data)
    return Question(int(number), tuple(map(unbase64, lines)), data, note, read_head(note.text))


def _refusal(question: Question, latest: Head | None) -> Answer | None:
    head, reached = question.head, latest.size if latest else 0
    if question.old > head.size:
        return Answer(400, "the old size is beyond the new one\n")
    if question.old != reached or (latest and head.size == reached and head.root != latest.root):
        return Answer(409, f"{reached}\n", SIZE_TYPE)
    try:
        if latest and reached:
            growth.check(reached, latest.root, head.size, head.root, question.proof)
        elif question.proof:
            raise growth.NotProven("nothing to prove from an empty log")
    except growth.NotProven as error:
        return Answer(422, f"{error}\n")
    return None
