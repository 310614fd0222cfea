"""Which capture answers an address."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from osce_scraper.archive.addresses import address_key
from osce_scraper.archive.replay import FetchFailedError, ReplayIndex
from osce_scraper.errors import UnreadableInputError
from tests.archive.warcs import HTML, PAGE, URL, http, packed, record, response, write, write_wacz

OLD, MIDDLE, NEW = (f"202{year}-01-01T00:00:00Z" for year in (4, 5, 6))
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def body_of(replay: ReplayIndex, url: str = URL) -> bytes | None:
    found = replay.find(url)
    return found.body if found else None


def moved(url: str, target: str, date: str = NEW) -> bytes:
    block = http(b"", "301 Moved Permanently", {"Location": target})
    return record("response", block, target_uri=url, date=date)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://osce.org/a", "https://www.osce.org/a"),
        ("https://www.osce.org/a?b=1&c=2", "https://www.osce.org/a?c=2&b=1"),
        ("https://www.osce.org:443/a#part", "http://WWW.OSCE.ORG/a"),
        ("https://www.osce.org", "https://www.osce.org/"),
        ("https://www.osce.org/%7Ea b", "https://www.osce.org/~a%20b"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.osce.org/a", "https://odihr.osce.org/a"),
        ("https://www.osce.org/a?b=1", "https://www.osce.org/a?b=2"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8001/a"),
        ("https://www.osce.org/a", "https://www.osce.org/b"),
        ("http://[broken/a", "http://[broken/b"),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def part(span: str, body: bytes) -> bytes:
    headers = {"Content-Range": f"bytes {span}/99"}
    return record("response", http(body, "206 Partial Content", headers))


def test_parts_of_a_file_are_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", part("0-3", b"abcd"), part("4-7", b"efgh"))
    with ReplayIndex([path]) as replay:
        first, second = (replay.find(URL, f"bytes={span}") for span in ("0-3", "4-7"))
        assert (first and first.body, second and second.body) == (b"abcd", b"efgh")
        assert replay.find(URL, "bytes=0-7") is None
        assert replay.find(URL) is None


def test_the_newest_capture_answers_or_the_nearest_to_a_time(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        response(body=b"middle", date=MIDDLE),
        response(body=b"new", date=NEW),
        response(body=b"old", date=OLD),
        response(body=b"undated", date=None),
    )
    with ReplayIndex([path]) as replay:
        assert body_of(replay) == b"new"
        assert replay.newest == NEW
    for at, body in [("2020-01-01", b"old"), ("2025-02-01T00:00:00Z", b"middle"), (NEW, b"new")]:
        with ReplayIndex([path], at) as replay:
            assert body_of(replay) == body


def test_of_one_second_the_later_record_answers(tmp_path: Path) -> None:
    busy = record("response", http(b"busy", "503 Service Unavailable"))
    with ReplayIndex([write(tmp_path / "a.warc.gz", busy, response())]) as replay:
        assert body_of(replay) == PAGE


def test_an_answer_counts_more_than_a_later_failure(tmp_path: Path) -> None:
    other = "https://www.osce.org/other"
    failures = [
        record("metadata", b"fetchError: DownloadTimeoutError: slow\r\n", target_uri=url, date=NEW)
        for url in (URL, other)
    ]
    path = write(tmp_path / "a.warc.gz", *failures, response(date=OLD))
    for at in (None, NEW):
        with ReplayIndex([path], at) as replay:
            assert body_of(replay) == PAGE
            with pytest.raises(FetchFailedError, match=r"^DownloadTimeoutError: slow$"):
                replay.find(other)


def test_several_archives_are_one_and_revisits_refer_across_them(tmp_path: Path) -> None:
    revisit = record(
        "revisit",
        http(b"", headers={**HTML, "X-Mark": "new"}),
        date=NEW,
        profile=PROFILE,
        payload_digest="sha1:AB",
    )
    earlier = response("https://www.osce.org/other", payload_digest="sha1:AB", date=OLD)
    first = write(tmp_path / "first.warc.gz", revisit)
    second = write_wacz(tmp_path / "second.wacz", {"a.warc": earlier})
    with ReplayIndex([first, second]) as replay:
        found = replay.find(URL)
        assert found is not None
        assert (found.body, found.captured_at, found.archive) == (PAGE, NEW, "first.warc.gz")
        assert (b"X-Mark", b"new") in found.headers
        assert found.offset == 0
        assert body_of(replay, "https://www.osce.org/other") == PAGE
    with ReplayIndex([first]) as replay:
        assert replay.find(URL) is None
        assert replay.skipped == {"revisit_unresolved": 1}


def test_a_redirect_to_its_own_address_is_no_answer(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        moved("http://osce.org/a", "https://www.osce.org/a"),
        response("https://www.osce.org/a", date=OLD),
        moved("https://www.osce.org/b", "/a"),
        moved("https://www.osce.org/c", "/c/"),
    )
    with ReplayIndex([path]) as replay:
        assert body_of(replay, "https://www.osce.org/a") == PAGE
        for page in "bc":
            found = replay.find(f"https://osce.org/{page}")
            assert found is not None
            assert found.status == 301
        assert replay.skipped == {"loop": 1}


def test_what_cannot_be_given_is_left_out(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        response(date=OLD),
        response(date=NEW, truncated="length"),
        record("response", http(b"", "304 Not Modified"), date=NEW),
        record("response", b"no HTTP", date=NEW),
    )
    with ReplayIndex([path]) as replay:
        assert body_of(replay) == PAGE
        assert replay.skipped == {"broken": 2}


def test_one_gzip_member_for_all_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(response(date=OLD) + response(body=b"new", date=NEW)))
    with ReplayIndex([path]) as replay:
        found = replay.find(URL)
        assert found is not None
        assert (found.body, found.offset) == (b"new", None)


def test_an_index_is_not_copied_with_scrapys_settings(tmp_path: Path) -> None:
    with ReplayIndex([write(tmp_path / "a.warc", response())]) as replay:
        assert copy.deepcopy(replay) is replay


def test_an_archive_that_cannot_be_read_is_refused_before_the_crawl(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", response())
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UnreadableInputError, match="cut short"):
        ReplayIndex([path])
