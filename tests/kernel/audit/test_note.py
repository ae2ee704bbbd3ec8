"""Signed notes: the published example of the format, our own, and everything that must be refused."""

import base64

import pytest

from dean06.kernel.audit.note import Checkpoint, NoteError, Signer, Verifier, open_note

# The example of Go's golang.org/x/mod/sumdb/note documentation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
TEXT = "huyen.example/nhat-ky\n3\nrravyicVNdFi2aSHfaDZTrCWXvuvIJtaTjF8vPFPPhQ=\n"


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer.generate("huyen.example/nhat-ky")


def test_a_note_signed_elsewhere_opens() -> None:
    text, signed = open_note(PETER_NOTE, [Verifier.parse(PETER)])
    assert text.startswith("If you think")
    assert [str(verifier) for verifier in signed] == [PETER]


def test_what_we_sign_opens_and_keys_survive_their_encoding(signer: Signer) -> None:
    verifier = Verifier.parse(str(signer.verifier))
    text, signed = open_note(Signer.parse(signer.export()).sign(TEXT), [verifier])
    assert (text, signed) == (TEXT, [verifier])
    assert "PRIVATE" not in repr(signer)


def test_a_witness_adds_a_line_and_strangers_are_ignored(signer: Signer) -> None:
    witness, stranger = Signer.generate("tinh.example"), Signer.generate("nguoi-la")
    note = signer.sign(TEXT)
    for other in (witness, stranger):
        note += other.sign(TEXT).rpartition("\n\n")[2]
    assert open_note(note, [signer.verifier, witness.verifier])[1] == [signer.verifier, witness.verifier]
    assert open_note(note, [witness.verifier])[1] == [witness.verifier]


def test_a_changed_text_is_refused(signer: Signer) -> None:
    with pytest.raises(NoteError, match="false"):
        open_note(signer.sign(TEXT).replace("\n3\n", "\n4\n"), [signer.verifier])


def test_a_key_of_the_same_name_is_another_key(signer: Signer) -> None:
    impostor = Signer.generate(signer.name)
    with pytest.raises(NoteError, match="no known key"):
        open_note(impostor.sign(TEXT), [signer.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        TEXT,
        TEXT + "\n",
        TEXT + "\n— a b\n",
        TEXT + "\n— a AAAA\n",
        TEXT + "\n- a AAAAAAAAAAAA\n",
        TEXT + "\n— a AAAAAAAAAAAA",
        TEXT + "\n" + "— a AAAAAAAAAAAA\n" * 101,
        TEXT * 2000 + "\n— a AAAAAAAAAAAA\n",
    ],
)
def test_malformed_notes_are_refused(note: str, signer: Signer) -> None:
    with pytest.raises(NoteError):
        open_note(note, [signer.verifier])


@pytest.mark.parametrize(
    "key",
    [
        "",
        "a",
        "a+b+c",
        PETER.replace("c74f20a3", "c74f20a4"),
        "PRIVATE+KEY+a+b+c",
        "a+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(),
    ],
)
def test_malformed_keys_are_refused(key: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(key)
    with pytest.raises(NoteError):
        Signer.parse(key)


def test_names_and_texts_that_would_break_the_format_are_refused(signer: Signer) -> None:
    for name in ("", "a b", "a+b", "a\nb"):
        with pytest.raises(NoteError):
            Signer.generate(name)
    for text in ("no newline", "empty\n\nline\n"):
        with pytest.raises(NoteError):
            signer.sign(text)


def test_a_private_key_whose_id_does_not_fit_is_refused(signer: Signer) -> None:
    with pytest.raises(NoteError, match="does not fit"):
        Signer.parse(signer.export().replace(signer.verifier.key_id.hex(), "00000000"))


def test_checkpoints_read_back_and_extensions_are_allowed() -> None:
    checkpoint = Checkpoint.parse(TEXT)
    assert (checkpoint.origin, checkpoint.size, checkpoint.text) == ("huyen.example/nhat-ky", 3, TEXT)
    assert Checkpoint.parse(TEXT + "extension\n") == checkpoint


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\n01\nAA==\n", "a\n-1\nAA==\n", "a\n1\nAA==\n", "a\n1\n%%\n", "\n1\nAA==\n"]
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)
