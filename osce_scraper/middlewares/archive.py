"""Keeps every exchange with the web in an archive; a run that cannot keep them fails."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from osce_scraper import __version__
from osce_scraper.archive.exchange import Earlier, Exchange
from osce_scraper.archive.writer import ArchiveWriter
from osce_scraper.dataset.manifest import now
from osce_scraper.errors import RunFailedError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Request, Response

logger = logging.getLogger(__name__)
FAILED = "osce/archive_failed"
"""Stat that says why the archive could not be written; a run that has it must not be published."""

_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_WEB = ("http://", "https://")


class ArchiveMiddleware:
    """Writes requests and answers as they pass, with bodies as they came over the wire.

    It belongs at 880: nearer to the spider bodies are decompressed and redirects followed. The
    request's meta gets `archive` (file name and offset of the answer's record) and `captured_at`.

    Settings: `OSCE_ARCHIVE_TO` (path of the file, which must not exist; without it the middleware
    is off), `OSCE_RUN_ID` and `OSCE_CONTACT`.
    """

    def __init__(self, crawler: Crawler, writer: ArchiveWriter) -> None:
        self.crawler = crawler
        self.writer = writer

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin the archive.

        Raises:
            NotConfigured: If no archive is asked for.
            UnusableTargetError: If the file exists or cannot be written.
        """
        path = crawler.settings["OSCE_ARCHIVE_TO"]
        if not path:
            raise NotConfigured
        middleware = cls(crawler, ArchiveWriter(Path(path), _about(crawler)))
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Let a request pass while its answer can be kept.

        Raises:
            IgnoreRequest: When the archive cannot be written any more.
        """
        for key in ("archive", "captured_at"):
            request.meta.pop(key, None)  # a redirect or a retry brings those of the page before
        if self.crawler.stats.get_value(FAILED):
            raise IgnoreRequest("the archive cannot be written")

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep an exchange, and hand on the answer.

        Raises:
            RunFailedError: If it cannot be kept; the spider is closed as well.
        """
        if not response.url.startswith(_WEB):
            return response
        exchange = _exchange(request, response)
        try:
            offset = self.writer.write(exchange)
        except OSError as error:
            raise RunFailedError(self._fail(error)) from error
        self.crawler.stats.inc_value("osce/archived")
        request.meta["archive"] = (self.writer.name, offset)
        request.meta["captured_at"] = exchange.captured_at
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep that an address gave no answer, so that a replay ends as the crawl did."""
        if isinstance(exception, IgnoreRequest) or not request.url.startswith(_WEB):
            return
        try:
            words = f"{type(exception).__name__}: {exception}"
            self.writer.write_failure(request.url, _time(), words)
        except OSError as error:
            self._fail(error)

    def spider_closed(self) -> None:
        """End the archive; errors of signal handlers are lost, so the stats say them."""
        try:
            self.writer.close()
        except OSError as error:
            self._note(error)

    def _fail(self, error: OSError) -> str:
        """End the run: what cannot be kept must not be fetched."""
        words = self._note(error)
        self._closing = deferred_from_coro(
            self.crawler.engine.close_spider_async(reason="archive_failed")
        )
        return words

    def _note(self, error: OSError) -> str:
        words = f"the archive {self.writer.name} cannot be written: {error.strerror or error}"
        logger.error(words)
        self.crawler.stats.set_value(FAILED, words)
        return words


def _about(crawler: Crawler) -> dict[str, str]:
    """What the warcinfo record says; empty values are left out."""
    settings = crawler.settings
    return {
        "software": f"osce-scraper/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings["USER_AGENT"],
        "operator": settings["OSCE_CONTACT"] or "",
        "source": settings["OSCE_SOURCE"] or "",
        "isPartOf": settings["OSCE_RUN_ID"] or "",
    }


def _exchange(request: Request, response: Response) -> Exchange:
    earlier = request.meta.get("earlier_capture")
    return Exchange(
        url=request.url,
        captured_at=_time(),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        ip_address=str(response.ip_address) if response.ip_address else None,
        notes=_notes(request),
        earlier=Earlier(*earlier) if earlier else None,
    )


def _pairs(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name in headers for value in headers.getlist(name)]


def _notes(request: Request) -> dict[str, str]:
    """How the page was reached, in the terms of the standard."""
    notes = {}
    if redirects := request.meta.get("redirect_urls"):
        notes["via"] = redirects[-1]
    if latency := request.meta.get("download_latency"):
        notes["fetchTimeMs"] = str(round(latency * 1000))
    if attempts := request.meta.get("retry_times"):
        notes["retries"] = str(attempts)
    return notes


def _time() -> str:
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
