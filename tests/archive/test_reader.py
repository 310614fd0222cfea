"""Captures come out of archives whoever wrote them, and what gives none is counted."""

from __future__ import annotations

import gzip
import zipfile
from base64 import b32encode
from collections import Counter
from contextlib import ExitStack
from hashlib import sha1
from pathlib import Path

import brotli  # type: ignore[import-untyped] # it ships no types
import pytest
from backports import zstd

from osce_scraper.archive.answers import Progress, find_records
from osce_scraper.archive.coding import MAX_BODY
from osce_scraper.archive.files import open_archive
from osce_scraper.archive.reader import check_archive, read_archive
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import Capture
from tests.archive.warcs import (
    DATE,
    HTML,
    PAGE,
    URL,
    chunked,
    http,
    packed,
    record,
    response,
    write,
    write_wacz,
)

WARCINFO = record(
    "warcinfo",
    b"software: other/1.0\r\n",
    content_type="application/warc-fields",
    target_uri=None,
)
OURS = record(
    "warcinfo",
    b"software: osce-scraper/0.1.0\r\n",
    content_type="application/warc-fields",
    target_uri=None,
)
REQUEST = record("request", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http")
SHA1 = "sha1:" + b32encode(sha1(PAGE, usedforsecurity=False).digest()).decode()
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
LATER = "2026-04-02T08:00:00Z"
CODED = {**HTML, "Content-Encoding": "gzip"}
REVISIT = record(
    "revisit",
    http(b"", headers=HTML),
    date=LATER,
    profile=PROFILE,
    payload_digest=SHA1,
    record_id="<urn:uuid:2>",
)


def read(path: Path) -> tuple[list[Capture], dict[str, int]]:
    skipped: Counter[str] = Counter()
    return list(read_archive(path, skipped)), dict(skipped)


def read_one(tmp_path: Path, *records: bytes) -> Capture:
    """The only capture of an archive that skips nothing."""
    captures, skipped = read(write(tmp_path / "a.warc.gz", *records))
    assert skipped == {}
    assert len(captures) == 1
    return captures[0]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_capture_says_where_it_lies(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, WARCINFO, REQUEST, response())
    ((capture,), skipped) = read(path)
    assert skipped == {}
    assert capture == Capture(
        url=URL,
        status=200,
        content_type=HTML["Content-Type"],
        body=PAGE,
        captured_at=DATE,
        archive=name,
        offset=path.read_bytes().index(packed(response()) if name == "a.warc.gz" else response()),
    )
    check_archive(path)


@pytest.mark.parametrize(
    ("date", "captured_at"),
    [
        ("2026-03-02T08:00:00.987654Z", DATE),
        ("2026-03-02T09:00:00+01:00", DATE),
        ("2026-03-02T08:00Z", DATE),
        ("2026-03", None),
        ("2026-03-02", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        (None, None),
    ],
)
def test_times_are_cut_to_whole_seconds(
    tmp_path: Path, date: str | None, captured_at: str | None
) -> None:
    assert read_one(tmp_path, response(date=date)).captured_at == captured_at


def test_wget(tmp_path: Path) -> None:
    """Chunks as they were sent, no payload digest, brackets around addresses, its own log."""
    log = record(
        "resource",
        b"Saving to a file",
        content_type="text/plain",
        target_uri="<metadata://gnu.org/software/wget/warc/wget.log>",
    )
    page = record(
        "response",
        http(chunked(PAGE[:20], PAGE[20:]), headers={**HTML, "Transfer-Encoding": "chunked"}),
        target_uri=f"<{URL}>",
        version="1.0",
    )
    capture = read_one(tmp_path, WARCINFO, REQUEST, page, log)
    assert (capture.url, capture.body) == (URL, PAGE)


def test_wget_chunks_of_gzip(tmp_path: Path) -> None:
    body = gzip.compress(PAGE)
    headers = {**CODED, "Transfer-Encoding": "chunked"}
    sent = http(chunked(body[:9], body[9:]), headers=headers)
    assert read_one(tmp_path, record("response", sent)).body == PAGE


def test_common_crawl(tmp_path: Path) -> None:
    """Decoded bodies; what was the coding is in headers of other names."""
    headers = {
        **HTML,
        "X-Crawler-Content-Encoding": "gzip",
        "X-Crawler-Transfer-Encoding": "chunked",
        "Content-Length": str(len(PAGE)),
    }
    fields = {"payload_digest": SHA1, "identified_payload_type": "text/html", "version": "1.0"}
    page = record("response", http(PAGE, headers=headers), **fields)
    metadata = record("metadata", b"fetchTimeMs: 12\r\n", content_type="application/warc-fields")
    assert read_one(tmp_path, WARCINFO, REQUEST, page, metadata).body == PAGE


def test_common_crawl_before_it_renamed_the_header(tmp_path: Path) -> None:
    assert read_one(tmp_path, record("response", http(PAGE, headers=CODED))).body == PAGE


def test_our_own_archive_shows_that_a_server_lied(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", OURS, record("response", http(PAGE, headers=CODED)))
    assert read(path) == ([], {"broken": 1})


def test_browsertrix(tmp_path: Path) -> None:
    """Two WARCs in a WACZ, records about the page as a whole, images, revisits across files."""
    info = record(
        "resource", b"{}", content_type="application/json", target_uri=f"urn:pageinfo:{URL}"
    )
    shot = record("resource", b"\x89PNG", content_type="image/png", target_uri=f"urn:view:{URL}")
    image = record("response", http(b"\x89PNG", headers={"Content-Type": "image/png"}))
    digest = f"sha256:{'ab' * 32}"
    page = record(
        "response",
        http(PAGE, headers={**HTML, "x-orig-content-encoding": "br"}),
        date="2026-03-02T08:00:00.123Z",
        payload_digest=digest,
        page_id="1",
        resource_type="document",
    )
    revisit = record(
        "revisit",
        http(b"", headers=HTML),
        target_uri="https://www.osce.org/other",
        date="2026-03-02T08:00:09.5Z",
        profile=PROFILE,
        payload_digest=digest,
        refers_to_target_uri=URL,
        refers_to_date="2026-03-02T08:00:00.123Z",
    )
    warcs = {"b.warc.gz": packed(WARCINFO, revisit, image), "a.warc.gz": packed(page, info, shot)}
    path = write_wacz(tmp_path / "crawl.wacz", warcs)
    captures, skipped = read(path)
    assert skipped == {"other_format": 1}
    assert [(one.url, one.captured_at, one.body) for one in captures] == [
        (URL, "2026-03-02T08:00:00Z", PAGE),
        ("https://www.osce.org/other", "2026-03-02T08:00:09Z", PAGE),
    ]
    assert {one.archive for one in captures} == {"crawl.wacz"}
    whole = path.read_bytes()
    assert [one.offset for one in captures] == [
        whole.index(packed(page)),
        whole.index(packed(revisit)),
    ]
    check_archive(path)


def test_a_wacz_that_is_compressed_once_more_has_no_offsets(tmp_path: Path) -> None:
    warcs = {"a.warc.gz": packed(response(), REVISIT)}
    path = write_wacz(tmp_path / "a.wacz", warcs, zipfile.ZIP_DEFLATED)
    captures, skipped = read(path)
    assert skipped == {}
    assert [(one.body, one.offset) for one in captures] == [(PAGE, None)] * 2


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", brotli.compress(PAGE)),
        ("zstd", zstd.compress(PAGE)),
        ("GZIP", gzip.compress(PAGE, mtime=0)),
    ],
)
def test_content_codings_are_undone(tmp_path: Path, coding: str, body: bytes) -> None:
    sent = http(body, headers={**HTML, "content-encoding": coding})
    assert read_one(tmp_path, record("response", sent)).body == PAGE


def test_a_revisit_has_its_own_time_and_headers_and_the_earlier_body(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", response(), REQUEST, REVISIT, response())
    captures, skipped = read(path)
    assert skipped == {}
    assert [one.body for one in captures] == [PAGE] * 3
    assert [one.captured_at for one in captures] == [DATE, LATER, DATE]
    assert captures[1].offset == len(packed(response(), REQUEST))


def test_a_revisit_without_headers_has_the_earlier_ones(tmp_path: Path) -> None:
    bare = record("revisit", b"", profile=PROFILE, payload_digest=SHA1.lower(), truncated="length")
    captures, _ = read(write(tmp_path / "a.warc.gz", response(), bare))
    assert [one.content_type for one in captures] == [HTML["Content-Type"]] * 2
    assert [one.status for one in captures] == [200] * 2


@pytest.mark.parametrize(
    "reference",
    [
        {"refers_to": "<urn:uuid:1>"},
        {"refers_to_target_uri": f"<{URL}>", "refers_to_date": DATE},
        {"payload_digest": "sha1:AAAA"},
    ],
)
def test_a_revisit_finds_its_body_by_what_it_names(
    tmp_path: Path, reference: dict[str, str]
) -> None:
    earlier = response(record_id="<urn:uuid:1>", payload_digest="sha1:AAAA")
    revisit = record("revisit", http(b""), profile=PROFILE, **reference)
    captures, skipped = read(write(tmp_path / "a.warc.gz", earlier, revisit))
    assert skipped == {}
    assert [one.body for one in captures] == [PAGE] * 2


@pytest.mark.parametrize(("last", "is_needed"), [(response(), False), (REVISIT, True)])
def test_bodies_are_looked_up_only_where_a_revisit_asks(
    tmp_path: Path, last: bytes, is_needed: bool
) -> None:
    path = write(tmp_path / "a.warc.gz", response(), response(), last)
    with ExitStack() as stack:
        progress = Progress(warcs := open_archive(path, stack))
        assert len(list(find_records(warcs, progress))) == 3
        assert bool(progress.bodies._places) == is_needed


def test_what_gives_no_capture_is_counted(tmp_path: Path) -> None:
    unchanged = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
    moved = http(b"moved", "301 Moved Permanently", {**HTML, "Location": "/b"})
    path = write(
        tmp_path / "a.warc.gz",
        WARCINFO,
        REVISIT,
        record("revisit", http(b"", "304 Not Modified"), profile=unchanged),
        record("response", http(b"", "304 Not Modified")),
        record("response", moved),
        record("response", http(b"%PDF", headers={"Content-Type": "application/pdf"})),
        record("response", b"no HTTP"),
        record("response", http(gzip.compress(PAGE)[:-4], headers=CODED)),
        response(truncated="length"),
        record("response", b"192.0.2.1", target_uri="dns:www.osce.org", content_type="text/dns"),
        record("resource", PAGE, content_type="text/html", target_uri="file:///page.html"),
        record("conversion", PAGE, content_type="text/html"),
    )
    assert read(path) == (
        [],
        {
            "revisit_unresolved": 1,
            "not_modified": 2,
            "redirect": 1,
            "other_format": 1,
            "broken": 3,
        },
    )


def test_error_pages_are_captures(tmp_path: Path) -> None:
    gone = record("response", http(PAGE, "410 Gone"))
    assert read_one(tmp_path, gone).status == 410


def test_a_resource_has_no_status(tmp_path: Path) -> None:
    capture = read_one(tmp_path, record("resource", PAGE, content_type="text/html"))
    assert (capture.status, capture.content_type, capture.body) == (None, "text/html", PAGE)


def test_a_page_without_a_content_type_may_be_html(tmp_path: Path) -> None:
    capture = read_one(tmp_path, record("response", http(PAGE, headers={})))
    assert (capture.content_type, capture.body) == (None, PAGE)


def test_bodies_are_bounded_and_the_next_record_is_found(tmp_path: Path) -> None:
    huge = b"<html>" + bytes(MAX_BODY + 100_000)
    bomb = record("response", http(gzip.compress(huge), headers=CODED))
    path = write(tmp_path / "a.warc.gz", response(body=huge), bomb, response())
    captures, skipped = read(path)
    assert skipped == {}
    assert [len(one.content) for one in captures[1:]] == [MAX_BODY, len(PAGE)]
    assert MAX_BODY <= len(captures[0].content) < len(huge)


def test_one_gzip_member_for_all_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(WARCINFO + response() + REVISIT))
    captures, skipped = read(path)
    assert skipped == {}
    assert [(one.body, one.offset) for one in captures] == [(PAGE, None)] * 2
    check_archive(path)


def test_one_gzip_member_in_a_wacz(tmp_path: Path) -> None:
    warcs = {"a.warc.gz": gzip.compress(WARCINFO + response()), "b.warc": response()}
    captures, skipped = read(write_wacz(tmp_path / "a.wacz", warcs))
    assert skipped == {}
    assert [one.body for one in captures] == [PAGE] * 2
    assert captures[0].offset is None
    assert captures[1].offset == (tmp_path / "a.wacz").read_bytes().rindex(response())


def test_an_encrypted_wacz_is_refused(tmp_path: Path) -> None:
    path = write_wacz(tmp_path / "a.wacz", {"a.warc": response()})
    content = path.read_bytes()
    entry = content.index(b"PK\1\2", content.index(b"PK\1\2") + 1)  # the directory's second
    path.write_bytes(content[: entry + 8] + b"\1" + content[entry + 9 :])
    with pytest.raises(UnreadableInputError, match="encrypted"):
        check_archive(path)


def test_a_record_longer_than_its_length_breaks_a_plain_warc(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", response(), response(content_length="100"), response())
    with pytest.raises(UnreadableInputError, match=f"byte {len(response())}: .*Content-Length"):
        list(read_archive(path))


def test_several_records_in_a_later_member_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(WARCINFO, response() + response()))
    with pytest.raises(UnreadableInputError, match="warcio recompress"):
        list(read_archive(path))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"<html></html>", b"\x1f\x8b\x08", b"PK\3\4"])
def test_what_is_no_archive_is_refused_at_once(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=name):
        check_archive(path)
    with pytest.raises(UnreadableInputError, match=name):
        list(read_archive(path))


def test_missing_files_folders_and_a_wacz_without_warcs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="No such file"):
        check_archive(tmp_path / "a.warc.gz")
    with pytest.raises(UnreadableInputError, match="Is a directory"):
        check_archive(tmp_path)
    with pytest.raises(UnreadableInputError, match="no WARC file"):
        check_archive(write_wacz(tmp_path / "a.wacz", {}))


def test_an_arc_file_is_no_warc(tmp_path: Path) -> None:
    head = b"filedesc://a.arc 0.0.0.0 20260302080000 text/plain 76\n1 0 A\nURL IP-address\n\n"
    path = tmp_path / "a.warc"
    path.write_bytes(head)
    with pytest.raises(UnreadableInputError, match="byte 0"):
        check_archive(path)


def test_nothing_is_printed_about_odd_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Common Crawl of August 2018 gives lengths that are two bytes short."""
    short = response(content_length=str(len(http()) - 2))
    captures, _ = read(write(tmp_path / "a.warc.gz", short, response()))
    assert [one.body for one in captures] == [PAGE[:-2], PAGE]
    assert capfd.readouterr() == ("", "")
