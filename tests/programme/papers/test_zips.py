"""Archives without times."""

import io
import zipfile

from dean06.programme.papers.zips import EPOCH, settled


def archive(when: tuple[int, ...], **members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, text in members.items():
            target.writestr(zipfile.ZipInfo(name, when), text)
    return stream.getvalue()


def test_equal_content_is_equal_bytes_whenever_it_was_written() -> None:
    one, other = archive((2023, 11, 24, 8, 0, 0), a="x"), archive((2026, 11, 24, 9, 30, 0), a="x")
    assert one != other
    assert settled(one) == settled(other)
    assert settled(one) != settled(archive((2023, 11, 24, 8, 0, 0), a="y"))


def test_members_keep_their_order_and_may_be_replaced() -> None:
    data = settled(archive((2023, 11, 24, 8, 0, 0), b="1", a="2"), replace={"a": b"3"})
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.namelist() == ["b", "a"]
        assert (found.read("b"), found.read("a")) == (b"1", b"3")
        assert {member.date_time for member in found.infolist()} == {EPOCH}
