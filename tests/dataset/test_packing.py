from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest
from backports import zstd

from osce_scraper.dataset import packing
from osce_scraper.dataset.files import pack
from osce_scraper.dataset.packing import find, open_plain, read_numbered
from osce_scraper.errors import UnreadableInputError

LINES = b'{"id": "a"}\n{"id": "\xc3\xa9"}\n'
COMPRESSIONS = pytest.mark.parametrize("compression", packing.COMPRESSIONS)


def packed(folder: Path, compression: str, content: bytes = LINES) -> Path:
    """A packed file, written under a name of its own and at a time of its own."""
    plain = folder / "press_releases.jsonl"
    plain.write_bytes(content)
    return pack(plain, compression)


@COMPRESSIONS
@pytest.mark.parametrize("content", [b"", LINES], ids=["empty", "lines"])
def test_what_was_packed_is_read_again(tmp_path: Path, compression: str, content: bytes) -> None:
    with open_plain(packed(tmp_path, compression, content)) as file:
        assert file.read() == content


def test_packed_files_are_those_that_others_read(tmp_path: Path) -> None:
    assert gzip.decompress(packed(tmp_path, "gz").read_bytes()) == LINES
    assert zstd.decompress(packed(tmp_path, "zst").read_bytes()) == LINES


@COMPRESSIONS
def test_equal_content_gives_equal_bytes(
    tmp_path: Path, compression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = LINES * 50_000  # more than one piece of what is copied at once
    first = packed(tmp_path, compression, content).read_bytes()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setattr(shutil, "COPY_BUFSIZE", 4099)
    other = tmp_path / "other.jsonl"
    other.write_bytes(content)
    assert pack(other, compression).read_bytes() == first


def test_header_of_gzip_holds_neither_time_nor_name(tmp_path: Path) -> None:
    content = packed(tmp_path, "gz").read_bytes()
    assert content[3:8] == bytes(5)  # flags, of which one says that a name follows, and time


def test_file_is_found_however_it_is_packed(tmp_path: Path) -> None:
    assert find(tmp_path, "press_releases.jsonl") is None
    for compression in packing.COMPRESSIONS:
        path = packed(tmp_path, compression)
        assert find(tmp_path, "press_releases.jsonl") == path
        path.unlink()


def test_lines_have_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\n\nb")
    assert list(read_numbered(path)) == [(1, b"a\n"), (2, b"\n"), (3, b"b")]


def test_pipe_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, LINES)
    os.close(writer)
    assert len(list(read_numbered(Path(f"/dev/fd/{reader}")))) == 2
    os.close(reader)


@COMPRESSIONS
@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "plain"])
def test_broken_file_is_named_with_the_line(tmp_path: Path, compression: str, damage: str) -> None:
    content = b"".join(b'{"id": "%d"}\n' % number for number in range(20_000))
    path = packed(tmp_path, compression, content)
    whole = path.read_bytes()
    half = len(whole) // 2
    flipped = bytes([*whole[:half], whole[half] ^ 0xFF, *whole[half + 1 :]])
    broken = {"cut": whole[:half], "flipped": flipped, "empty": b"", "plain": content}
    path.write_bytes(broken[damage])
    with pytest.raises(UnreadableInputError, match=r"press_releases\.jsonl\.\w+:\d+: cannot be"):
        list(read_numbered(path))


def test_endless_line_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MAX_LINE", 8)
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"1234567\n12345678\n")
    with pytest.raises(UnreadableInputError, match=r"lines\.jsonl:2: longer than 8 bytes"):
        list(read_numbered(path))


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "none.gz", "No such file")):
        with pytest.raises(UnreadableInputError, match=words) as caught:
            list(read_numbered(path))
        assert str(path) in str(caught.value)
