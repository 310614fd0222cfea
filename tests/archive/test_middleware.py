"""What the middleware keeps of an exchange, and what happens when it cannot."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse, Request, Response
from scrapy.statscollectors import MemoryStatsCollector
from warcio.archiveiterator import ArchiveIterator

from osce_scraper.archive.reader import read_archive
from osce_scraper.errors import RunFailedError
from osce_scraper.middlewares.archive import FAILED, ArchiveMiddleware
from tests.archive.warcs import PAGE, URL

Fail = Callable[[], None]


def in_loop(function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function as Scrapy does, and let what it starts run."""

    async def call() -> None:
        try:
            function(*arguments)
        finally:
            await asyncio.sleep(0)

    asyncio.run(call())


class Engine:
    """Notes why it is asked to close."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        self.reasons.append(reason)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run1.warc.gz"


@pytest.fixture
def middleware(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ArchiveMiddleware]:
    settings = {
        "OSCE_ARCHIVE_TO": str(path),
        "OSCE_RUN_ID": "run1",
        "OSCE_CONTACT": "me@example.org",
        "USER_AGENT": "osce-scraper/0.1.0",
        "ROBOTSTXT_OBEY": True,
    }
    crawler = Crawler(Spider, settings)
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.engine = Engine()  # type: ignore[assignment]
    made = ArchiveMiddleware.from_crawler(crawler)
    yield made
    monkeypatch.undo()
    made.writer.close()


@pytest.fixture
def fill_disk(middleware: ArchiveMiddleware, monkeypatch: pytest.MonkeyPatch) -> Fail:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill() -> None:
        for name in ("write", "write_failure", "close"):
            monkeypatch.setattr(middleware.writer, name, full)

    return fill


def answer(url: str = URL, body: bytes = PAGE, **more: Any) -> Response:
    headers = {"Content-Type": "text/html"}
    return HtmlResponse(url, body=body, headers=headers, ip_address=ip_address("192.0.2.1"), **more)


def test_without_a_path_it_is_off() -> None:
    with pytest.raises(NotConfigured):
        ArchiveMiddleware.from_crawler(Crawler(Spider))


def test_an_exchange_is_kept_and_marks_its_request(
    middleware: ArchiveMiddleware, path: Path
) -> None:
    meta = {"archive": ("old", 1), "redirect_urls": ["https://osce.org/a"], "retry_times": 2}
    request = Request(URL, headers={"User-Agent": "osce-scraper/0.1.0"}, meta=meta)
    middleware.process_request(request)
    assert "archive" not in request.meta
    response = answer()
    assert middleware.process_response(request, response) is response
    (capture,) = read_archive(path)
    assert request.meta["archive"] == (path.name, capture.offset)
    assert request.meta["captured_at"] == capture.captured_at
    assert (capture.url, capture.body) == (URL, PAGE)
    assert middleware.crawler.stats.get_value("osce/archived") == 1
    with path.open("rb") as file:
        blocks = [record.content_stream().read() for record in ArchiveIterator(file)]
    assert b"operator: me@example.org\r\nisPartOf: run1\r\n" in blocks[0]
    assert b"robots: obey\r\nhttp-header-user-agent: osce-scraper/0.1.0\r\n" in blocks[0]
    assert blocks[3] == b"via: https://osce.org/a\r\nretries: 2\r\n"


def test_a_304_refers_to_the_capture_that_the_request_names(
    middleware: ArchiveMiddleware, path: Path
) -> None:
    earlier = ("https://www.osce.org/old", "2026-01-01T00:00:00Z")
    request = Request(URL, meta={"earlier_capture": earlier})
    middleware.process_response(request, answer(body=b"", status=304))
    with path.open("rb") as file:
        fields = [dict(record.rec_headers.headers) for record in ArchiveIterator(file)][1]
    assert fields["WARC-Type"] == "revisit"
    assert (fields["WARC-Refers-To-Target-URI"], fields["WARC-Refers-To-Date"]) == earlier


def test_what_did_not_come_from_the_web_is_not_kept(
    middleware: ArchiveMiddleware, path: Path
) -> None:
    size = path.stat().st_size
    middleware.process_response(Request("data:,a"), answer("data:,a"))
    middleware.process_exception(Request("file:///a"), OSError())
    middleware.process_exception(Request(URL), IgnoreRequest("robots.txt"))
    assert path.stat().st_size == size


def test_a_full_disk_ends_the_run(middleware: ArchiveMiddleware, fill_disk: Fail) -> None:
    fill_disk()
    words = "the archive run1.warc.gz cannot be written: No space left on device"
    with pytest.raises(RunFailedError, match=words):
        in_loop(middleware.process_response, Request(URL), answer())
    assert middleware.crawler.stats.get_value(FAILED) == words
    assert middleware.crawler.engine.reasons == ["archive_failed"]  # type: ignore[attr-defined]
    with pytest.raises(IgnoreRequest):
        middleware.process_request(Request(URL))


def test_a_full_disk_ends_the_run_where_only_a_failure_is_kept(
    middleware: ArchiveMiddleware, fill_disk: Fail
) -> None:
    fill_disk()
    in_loop(middleware.process_exception, Request(URL), DownloadTimeoutError())
    assert middleware.crawler.stats.get_value(FAILED)
    assert middleware.crawler.engine.reasons == ["archive_failed"]  # type: ignore[attr-defined]


def test_a_disk_that_fails_at_the_end_is_in_the_stats(
    middleware: ArchiveMiddleware, fill_disk: Fail
) -> None:
    middleware.spider_closed()
    assert middleware.crawler.stats.get_value(FAILED) is None
    fill_disk()
    middleware.spider_closed()
    assert "No space left" in middleware.crawler.stats.get_value(FAILED)
