"""Answers Scrapy's requests from archives in place of the network."""

from __future__ import annotations

import logging
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import exceptions
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from osce_scraper.archive.message import BrokenResponseError
from osce_scraper.archive.replay import FetchFailedError, ReplayIndex

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from osce_scraper.archive.stored import Stored

logger = logging.getLogger(__name__)
COPY = "osce_copy"
"""Key of a request's meta: it is for a copy in a public archive, which says itself when it was
captured, or by its silence that the answer is none."""
NOT_IN_ARCHIVE = "not-in-archive"
"""Flag of the 404 that stands for an address of which no archive tells."""

# Failures that end the same way when they are replayed; the rest become the last one.
_FAILURES = {
    kind.__name__: kind
    for kind in (
        exceptions.CannotResolveHostError,
        exceptions.DownloadCancelledError,
        exceptions.DownloadConnectionRefusedError,
        exceptions.DownloadTimeoutError,
        exceptions.ResponseDataLossError,
        exceptions.DownloadFailedError,
    )
}


class ArchiveDownloadHandler(BaseDownloadHandler):
    """Answers every request from the `ReplayIndex` in the setting `OSCE_REPLAY`.

    An answer carries `Memento-Datetime` (RFC 7089); the request's meta gets `archive` (file name
    and offset of the record) and `captured_at`, the same as when the archive was written.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        replay = crawler.settings["OSCE_REPLAY"]
        if not isinstance(replay, ReplayIndex):
            raise exceptions.NotConfigured("OSCE_REPLAY must hold a ReplayIndex")
        self.replay = replay

    async def download_request(self, request: Request) -> Response:
        """Answer a request as the web once did; an address of which nothing is known is a 404.

        Raises:
            DownloadFailedError: Or the like, if the address could not be fetched back then.
            DownloadCancelledError: If the body is larger than what is kept of it.
        """
        for key in ("archive", "captured_at"):
            request.meta.pop(key, None)  # a redirect brings those of the page before
        try:
            span = request.headers.get("Range") or b""
            stored = self.replay.find(request.url, span.decode("latin-1"))
        except FetchFailedError as error:
            raise _failure(str(error)) from error
        except BrokenResponseError as error:
            raise exceptions.ResponseDataLossError(str(error)) from error
        if stored is None:
            return self._missing(request)
        if stored.is_cut:
            raise exceptions.DownloadCancelledError("the body is too large")
        return _response(request, stored)

    def _missing(self, request: Request) -> Response:
        """A 404 without a body, dated by the newest capture so that it is always the same."""
        if urlsplit(request.url).path != "/robots.txt":  # its absence is no loss: no rules
            logger.info("not in the archive: %s", request.url)
            self.crawler.stats.inc_value("osce/replay_missing")
        headers = Headers()
        _set_time(request, headers, self.replay.newest)
        kind = responsetypes.from_args(headers=headers, url=request.url)
        flags = [NOT_IN_ARCHIVE]
        return kind(request.url, status=404, headers=headers, flags=flags, request=request)


def _response(request: Request, stored: Stored) -> Response:
    request.meta["archive"] = (stored.archive, stored.offset)
    request.meta["captured_at"] = stored.captured_at
    headers = Headers()
    for name, value in stored.headers:
        headers.appendlist(name, value)
    _set_time(request, headers, stored.captured_at)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=stored.body)
    status = stored.status or 200  # a resource record has none
    return kind(request.url, status=status, headers=headers, body=stored.body, request=request)


def _set_time(request: Request, headers: Headers, captured_at: str | None) -> None:
    """Say when the page was captured, unless it was a memento already."""
    if captured_at and COPY not in request.meta and "Memento-Datetime" not in headers:
        moment = datetime.fromisoformat(captured_at)
        headers["Memento-Datetime"] = format_datetime(moment, usegmt=True)


def _failure(words: str) -> Exception:
    name, _, detail = words.partition(":")
    kind = _FAILURES.get(name)
    return kind(detail.strip()) if kind else exceptions.DownloadFailedError(words)
