"""What the writer writes: valid WARC, the wire's bytes, and never half an exchange."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from osce_scraper.archive.exchange import Earlier, Exchange
from osce_scraper.archive.reader import read_archive
from osce_scraper.archive.replay import ReplayIndex
from osce_scraper.archive.target import archive_target
from osce_scraper.archive.writer import ArchiveWriter
from osce_scraper.errors import UnusableTargetError
from tests.archive.warcs import DATE, PAGE, URL

ABOUT = {"software": "osce-scraper/0.1.0", "operator": "", "isPartOf": "20260302T080000Z"}
HEADERS = [(b"Content-Type", b"text/html; charset=utf-8")]
LATER = "2026-03-02T08:00:10Z"


def exchange(url: str = URL, body: bytes = PAGE, at: str = DATE, **more: Any) -> Exchange:
    return Exchange(url, at, **{"status": 200, "headers": HEADERS, "body": body, **more})


def written(path: Path, *exchanges: Exchange) -> list[int]:
    """Write a file; the offsets of the answers."""
    with closing(ArchiveWriter(path, ABOUT)) as writer:
        return [writer.write(one) for one in exchanges]


def records(path: Path) -> Iterator[Any]:
    """The records as warcio's own reader sees them."""
    with path.open("rb") as file:
        yield from ArchiveIterator(file)


def check(path: Path) -> None:
    """Let warcio check all digests."""
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "20260302T080000Z.warc.gz"


def test_captures_come_back(path: Path) -> None:
    coded = [*HEADERS, (b"Content-Encoding", b"gzip")]
    offsets = written(
        path,
        exchange(),
        exchange("https://www.osce.org/b", gzip.compress(PAGE + b"2"), headers=coded),
        exchange("https://www.osce.org/c", b"gone", status=410),
        exchange("https://www.osce.org/d", PAGE, LATER),
    )
    skipped: Counter[str] = Counter()
    captures = list(read_archive(path, skipped))
    assert not skipped
    assert [one.offset for one in captures] == offsets
    assert [(one.url, one.status, one.body, one.captured_at) for one in captures] == [
        (URL, 200, PAGE, DATE),
        ("https://www.osce.org/b", 200, PAGE + b"2", DATE),
        ("https://www.osce.org/c", 410, b"gone", DATE),
        ("https://www.osce.org/d", 200, PAGE, LATER),
    ]
    assert {one.archive for one in captures} == {path.name}
    assert {one.content_type for one in captures} == {"text/html; charset=utf-8"}
    check(path)


def test_the_records_of_an_exchange(path: Path) -> None:
    asked = [(b"User-Agent", b"osce-scraper"), (b"Cookie", b"secret"), (b"authorization", b"x")]
    notes = {"via": "https://www.osce.org/\r\nmore", "fetchTimeMs": "12"}
    one = exchange(f"{URL}?a=1", request_headers=asked, notes=notes, ip_address="192.0.2.1")
    written(path, one)
    info, response, request, metadata = records_of(path)
    assert [kind for kind, _, _ in (info, response, request, metadata)] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]
    assert info[2] == b"software: osce-scraper/0.1.0\r\nisPartOf: 20260302T080000Z\r\n"
    assert info[1]["WARC-Filename"] == path.name
    assert request[2] == (
        b"GET /secretariat/129296?a=1 HTTP/1.1\r\nHost: www.osce.org\r\n"
        b"User-Agent: osce-scraper\r\n\r\n"
    )
    assert metadata[2] == b"via: https://www.osce.org/ more\r\nfetchTimeMs: 12\r\n"
    for _, fields, _ in (request, metadata):
        assert fields["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    for _, fields, _ in (response, request, metadata):
        assert fields["WARC-Date"] == DATE
        assert fields["WARC-Target-URI"] == f"{URL}?a=1"
        assert fields["WARC-Warcinfo-ID"] == info[1]["WARC-Record-ID"]
    assert response[1]["WARC-IP-Address"] == "192.0.2.1"
    assert response[1]["WARC-Payload-Digest"].startswith("sha1:")


def records_of(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Type, fields and block of each record."""
    with path.open("rb") as file:
        return [
            (record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]


def test_each_record_is_a_gzip_member_of_its_own(path: Path) -> None:
    (offset,) = written(path, exchange())
    with path.open("rb") as file:
        file.seek(offset)
        assert gzip.decompress(file.read()).startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")


def test_headers_fit_the_body_that_is_kept_and_keep_their_bytes(path: Path) -> None:
    sent = [
        *HEADERS,
        (b"Transfer-Encoding", b"chunked"),
        (b"Content-Length", b"7"),
        (b"Location", b"/\xc3\xbc\xe4"),
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2\r\nInjected: yes"),
    ]
    written(path, exchange(headers=sent))
    block = records_of(path)[1][2]
    assert block == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Location: /\xc3\xbc\xe4\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2 Injected: yes\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE)
    )
    check(path)


def test_a_body_that_the_file_holds_already_is_not_written_again(path: Path) -> None:
    again = "https://www.osce.org/again"
    written(path, exchange(), exchange(at=LATER), exchange(again, at=LATER, status=404))
    revisits = [fields for kind, fields, _ in records_of(path) if kind == "revisit"]
    assert [fields["WARC-Target-URI"] for fields in revisits] == [URL, again]
    for fields in revisits:
        assert fields["WARC-Profile"].endswith("/warc/1.1/revisit/identical-payload-digest")
        assert fields["WARC-Refers-To-Target-URI"] == URL
        assert fields["WARC-Refers-To-Date"] == DATE
    assert [one.status for one in read_archive(path)] == [200, 200, 404]
    check(path)


def test_empty_bodies_are_no_revisits(path: Path) -> None:
    written(path, exchange(body=b""), exchange("https://www.osce.org/b", b""))
    assert [record.rec_type for record in records(path)].count("response") == 2


def test_a_304_refers_to_the_capture_that_it_confirms(path: Path) -> None:
    unchanged = exchange(body=b"", at=LATER, status=304, earlier=Earlier(URL, DATE))
    written(path, exchange(), unchanged, exchange("https://www.osce.org/b", b"", status=304))
    kinds = [(kind, fields.get("WARC-Profile", "")) for kind, fields, _ in records_of(path)]
    profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert ("revisit", profile) in kinds
    assert b"Content-Length" not in records_of(path)[3][2]
    with ReplayIndex([path]) as replay:
        found = replay.find(URL)
        assert found is not None
        assert (found.captured_at, found.body) == (DATE, PAGE)
        assert replay.find("https://www.osce.org/b") is None
    check(path)


def test_gzip_headers_hold_no_time(path: Path) -> None:
    (offset,) = written(path, exchange())
    assert path.read_bytes()[offset + 4 : offset + 8] == bytes(4)


TOKENS = st.text("abcXYZ0123456789!#$%&'*+-.^_`|~", min_size=1, max_size=12).map(str.encode)
VALUES = st.binary(max_size=40).map(lambda value: value.translate(None, b"\r\n\0").strip())


@settings(max_examples=100, deadline=None)
@given(
    headers=st.lists(st.tuples(TOKENS, VALUES), max_size=6),
    body=st.binary(max_size=300),
    status=st.integers(200, 599).filter(lambda status: status not in {204, 304}),
)
def test_any_answer_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    status: int,
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.warc.gz"
    fixed = {b"transfer-encoding", b"content-length", b"location"}
    headers = [(name, value) for name, value in headers if name.lower() not in fixed]
    written(path, exchange(body=body, headers=headers, status=status))
    with ReplayIndex([path]) as replay:
        found = replay.find(URL)
    assert found is not None
    assert (found.status, found.body) == (status, body)
    assert [pair for pair in found.headers if pair[0] != b"Content-Length"] == headers


def test_failures_are_written_for_the_replay(path: Path) -> None:
    with closing(ArchiveWriter(path, ABOUT)) as writer:
        writer.write_failure(URL, DATE, "DownloadTimeoutError: it took\ntoo long")
    assert records_of(path)[1][2] == b"fetchError: DownloadTimeoutError: it took too long\r\n"
    assert list(read_archive(path)) == []
    check(path)


class FullDisk(FileIO):
    """A file on a disk that takes a number of bytes, the last of them in part."""

    room = 10**9

    def write(self, data: Any) -> int:
        taken = memoryview(data)[: max(0, self.room - self.tell())]
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(taken)


@pytest.mark.parametrize("room", range(0, 700, 70))
def test_a_full_disk_raises_and_leaves_whole_records(
    path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("osce_scraper.archive.writer.FileIO", FullDisk)
    with closing(ArchiveWriter(path, ABOUT)) as writer:
        writer.write(exchange())
        size = path.stat().st_size
        monkeypatch.setattr(FullDisk, "room", size + room)
        with pytest.raises(OSError, match="No space left"):
            writer.write(exchange("https://www.osce.org/b", PAGE + b"2"))
        assert path.stat().st_size == size
        monkeypatch.setattr(FullDisk, "room", 10**9)
        offset = writer.write(exchange("https://www.osce.org/b", PAGE + b"2"))
        assert offset == size
    assert [one.offset for one in read_archive(path)][1] == size
    check(path)


def test_a_disk_that_fails_to_keep_what_it_took_raises(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    writer = ArchiveWriter(path, ABOUT)
    size = path.stat().st_size
    monkeypatch.setattr("osce_scraper.archive.writer.os.fsync", fail)
    monkeypatch.setattr("osce_scraper.archive.writer._SYNC_AFTER", 0)
    with pytest.raises(OSError, match="Input/output"):
        writer.write(exchange())
    assert path.stat().st_size == size
    with pytest.raises(OSError, match="Input/output"):
        writer.close()
    writer.close()


def test_every_exchange_is_in_the_file_at_once(path: Path) -> None:
    with closing(ArchiveWriter(path, ABOUT)) as writer:
        writer.write(exchange())
        assert [one.body for one in read_archive(path)] == [PAGE]


def test_the_disk_is_waited_for_now_and_then(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    times = iter([0.0, 1.0, 2.0, 5.0, 6.0, 11.0])
    monkeypatch.setattr("osce_scraper.archive.writer.monotonic", lambda: next(times))
    monkeypatch.setattr("osce_scraper.archive.writer.os.fsync", synced.append)
    with closing(ArchiveWriter(path, ABOUT)) as writer:
        for number in range(4):
            writer.write(exchange(f"{URL}?{number}"))
        assert len(synced) == 2
    assert len(synced) == 3


def test_a_run_has_a_file_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    named = tmp_path / "sub" / "mine.warc.gz"
    assert archive_target(named, "run1") == named
    assert archive_target(folder, "run1") == folder / "run1.warc.gz"
    ArchiveWriter(folder / "run1.warc.gz", ABOUT).close()
    assert archive_target(folder, "run2") == folder / "run2.warc.gz"


@pytest.mark.parametrize("name", ["a.warc.gz", "b.warc", "c.wacz", "d.gz", "file"])
def test_targets_that_are_refused(tmp_path: Path, name: str) -> None:
    for existing in ("a.warc.gz", "file"):
        (tmp_path / existing).write_bytes(b"")
    with pytest.raises(UnusableTargetError, match=name):
        archive_target(tmp_path / name, "run1")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnusableTargetError, match="Not a directory"):
        archive_target(tmp_path / "file" / "archive", "run1")


def test_an_archive_is_never_overwritten(path: Path) -> None:
    written(path, exchange())
    before = path.read_bytes()
    with pytest.raises(UnusableTargetError, match="File exists"):
        ArchiveWriter(path, ABOUT)
    with pytest.raises(UnusableTargetError, match="exists"):
        archive_target(path.parent / "20260302T080000Z.warc.gz", "run1")
    with pytest.raises(UnusableTargetError, match="No such file"):
        ArchiveWriter(path.parent / "missing" / "a.warc.gz", ABOUT)
    assert path.read_bytes() == before


def test_a_device_is_no_archive() -> None:
    with pytest.raises(UnusableTargetError, match="/dev/full: is neither a file nor a folder"):
        archive_target(Path("/dev/full"), "run1")
