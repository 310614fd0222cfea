"""What Scrapy gets from an archive in place of the network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Request, Response
from scrapy.statscollectors import MemoryStatsCollector

from osce_scraper.archive.coding import MAX_BODY
from osce_scraper.archive.handler import NOT_IN_ARCHIVE, ArchiveDownloadHandler
from osce_scraper.archive.replay import ReplayIndex
from tests.archive.warcs import DATE, HTML, PAGE, URL, http, record, response, write

TIME = b"Mon, 02 Mar 2026 08:00:00 GMT"
Handler = Callable[..., ArchiveDownloadHandler]


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[Handler]:
    """Makes a handler that answers from an archive with some records."""
    with ExitStack() as stack:

        def make(*records: bytes) -> ArchiveDownloadHandler:
            path = write(tmp_path / "a.warc.gz", *records)
            replay = stack.enter_context(ReplayIndex([path]))
            crawler = Crawler(Spider, {"OSCE_REPLAY": replay})
            crawler.stats = MemoryStatsCollector(crawler)
            return ArchiveDownloadHandler.from_crawler(crawler)

        yield make


def ask(handler: ArchiveDownloadHandler, url: str = URL) -> tuple[Response, Request]:
    """The answer, and the request that a redirect or a retry left marks on."""
    request = Request(url, meta={"archive": ("old", 1), "captured_at": "old", "kept": 1})
    return asyncio.run(handler.download_request(request)), request


def failure(words: str) -> bytes:
    block = f"fetchError: {words}\r\n".encode()
    return record("metadata", block, content_type="application/warc-fields")


def test_an_answer_is_what_the_web_gave(handler: Handler) -> None:
    found, request = ask(handler(response()), "http://osce.org/secretariat/129296")
    assert isinstance(found, HtmlResponse)
    assert (found.url, found.status, found.body) == (request.url, 200, PAGE)
    assert found.headers["Content-Type"] == HTML["Content-Type"].encode()
    assert found.headers["Memento-Datetime"] == TIME
    assert found.request is request
    assert request.meta == {"archive": ("a.warc.gz", 0), "captured_at": DATE, "kept": 1}


def test_codings_redirects_and_repeated_headers_are_handed_on(handler: Handler) -> None:
    headers = {"Location": "/b", "Content-Encoding": "gzip", "content-type": "text/html"}
    block = http(b"\x1f\x8b", "302 Found", headers).replace(
        b"\r\n\r\n", b"\r\nA: 1\r\nA: 2\r\n\r\n"
    )
    found, _ = ask(handler(record("response", block)))
    assert (found.status, found.body) == (302, b"\x1f\x8b")
    assert found.headers["Location"] == b"/b"
    assert found.headers["Content-Encoding"] == b"gzip"
    assert found.headers.getlist("A") == [b"1", b"2"]


def test_a_memento_keeps_the_time_that_it_had(handler: Handler) -> None:
    block = http(headers={**HTML, "Memento-Datetime": "Tue, 01 Jan 2019 00:00:00 GMT"})
    found, _ = ask(handler(record("response", block)))
    assert found.headers.getlist("Memento-Datetime") == [b"Tue, 01 Jan 2019 00:00:00 GMT"]


def test_a_resource_is_a_page_that_was_had(handler: Handler) -> None:
    found, _ = ask(handler(record("resource", PAGE, content_type="text/html")))
    assert (found.status, found.body) == (200, PAGE)


def test_an_undated_capture_has_no_time(handler: Handler) -> None:
    found, request = ask(handler(response(date=None)))
    assert "Memento-Datetime" not in found.headers
    assert request.meta["captured_at"] is None


def test_what_is_not_in_the_archive_is_a_404_that_says_so(handler: Handler) -> None:
    made = handler(response())
    stats = made.crawler.stats
    found, request = ask(made, "https://www.osce.org/robots.txt")
    assert (found.status, found.body) == (404, b"")
    assert stats.get_value("osce/replay_missing") is None
    found, request = ask(made, "https://www.osce.org/missing")
    assert (found.status, found.flags) == (404, [NOT_IN_ARCHIVE])
    assert found.headers["Memento-Datetime"] == TIME
    assert request.meta == {"kept": 1}
    assert stats.get_value("osce/replay_missing") == 1


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("DownloadTimeoutError: it took too long", DownloadTimeoutError, "it took too long"),
        ("DownloadFailedError: [reset: by peer]", DownloadFailedError, r"\[reset: by peer\]"),
        ("ConnectionLost: gone", DownloadFailedError, "ConnectionLost: gone"),
    ],
)
def test_a_failure_fails_again(
    handler: Handler, words: str, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=f"^{said}$"):
        ask(handler(failure(words)))


def test_a_body_that_is_too_large_is_not_given_in_part(handler: Handler) -> None:
    with pytest.raises(DownloadCancelledError, match="too large"):
        ask(handler(response(body=bytes(MAX_BODY + 100_000))))


def test_an_archive_that_changed_since_it_was_indexed_is_a_failure(
    handler: Handler, tmp_path: Path
) -> None:
    made = handler(response())
    write(tmp_path / "a.warc.gz", record("response", b"no HTTP"))
    with pytest.raises(ResponseDataLossError):
        ask(made)


def test_without_archives_the_handler_is_off() -> None:
    with pytest.raises(NotConfigured):
        ArchiveDownloadHandler.from_crawler(Crawler(Spider))
