"""A secret is made once, whoever comes first, and only its owner may read it."""

import stat

from dean06.kernel.base.keyfile import made_once, replaced


def test_made_once_and_private(tmp_path):
    file = tmp_path / "keys" / "one"
    assert made_once(file, lambda: b"first") == b"first"
    assert made_once(file, lambda: b"second") == b"first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_who_comes_second_takes_what_the_first_made(tmp_path):
    file = tmp_path / "one"

    def overtaken() -> bytes:
        made_once(file, lambda: b"first")
        return b"second"

    assert made_once(file, overtaken) == b"first"
    assert list(tmp_path.iterdir()) == [file]


def test_new_content_takes_the_place_of_the_old(tmp_path):
    file = tmp_path / "one"
    for content in (b"first", b"second"):
        replaced(file, content)
        assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]
