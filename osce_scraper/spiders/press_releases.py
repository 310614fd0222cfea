"""From the listing to the release pages."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from osce_scraper.errors import PageRefusedError
from osce_scraper.extensions.ledger import RELEASE, Ledger
from osce_scraper.items import Capture, Failed, ListingRow
from osce_scraper.middlewares.whole import BrokenBodyError
from osce_scraper.normalise.addresses import canonical_url, fetch_address
from osce_scraper.pages.listing import read_listing

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

HOME = "https://www.osce.org"
# A compressed body that breaks off; Scrapy asks for such a page no second time.
_BROKEN_BODY = (EOFError, BrokenBodyError, zlib.error)


class PressReleasesSpider(scrapy.Spider):
    """Crawls the press-release listing of osce.org and the pages that it leads to.

    Settings: `OSCE_SITE` (a mirror's address) and `OSCE_LIMIT` (release pages at most).
    """

    name = "press_releases"
    site: str | None
    limit: int
    seen: set[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider with the run's settings."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.site = crawler.settings["OSCE_SITE"]
        spider.limit = crawler.settings.getint("OSCE_LIMIT")
        spider.seen = set()
        return spider

    @property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        ledger = self.crawler.get_extension(Ledger)
        if ledger is None:
            raise RuntimeError("the extension Ledger must be on; see EXTENSIONS in settings.py")
        return ledger

    async def start(self) -> AsyncIterator[Request]:
        """Begin at the newest listing page."""
        yield self._listing_request(f"{(self.site or HOME).rstrip('/')}/press-releases")

    def _listing_request(self, url: str) -> Request:
        return Request(url, callback=self.parse_listing, errback=self.listing_failed, priority=1)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """Follow the rows of a listing page, then the next page."""
        if response.status >= 300:
            self.ledger.enter_lost_listing(response.url, f"the server answered {response.status}")
            return
        try:
            listing = read_listing(capture_of(response), self.site)
        except PageRefusedError as error:
            self.ledger.enter_lost_listing(response.url, str(error))
            return
        self.ledger.enter_listing(response.url, len(listing.rows))
        for row in listing.rows:
            if self._is_full():
                return
            if (page := self._new_page(row)) is not None:
                yield from self._ask_for(page, row)
        if listing.next_url and not self._is_full():
            yield self._listing_request(listing.next_url)

    def _is_full(self) -> bool:
        return 0 < self.limit <= len(self.seen)

    def _new_page(self, row: ListingRow) -> str | None:
        """Canonical address of a row's page; None for no address of the site, or a known one."""
        page = canonical_url(row.url or "", self.site)
        if page is None or page in self.seen:
            return None
        self.seen.add(page)
        return page

    def _ask_for(self, page: str, row: ListingRow) -> Iterator[Request]:
        self.ledger.enter_requested(page)
        url = fetch_address(page, self.site)
        if url is None:
            self.ledger.enter_skipped(page, "not_on_mirror")
            return
        yield Request(
            url,
            callback=self.parse_release,
            errback=self.release_failed,
            cb_kwargs={"row": row},
            meta={RELEASE: page},
        )

    def parse_release(self, response: Response, row: ListingRow) -> Iterator[Capture]:
        """Hand the page on as a capture; what it says is the pipelines' business."""
        page = response.meta[RELEASE]
        if response.status >= 500 or response.status == 429:
            cause = f"the server answered {response.status}"
            self.ledger.enter_failed(page, _failed(response.request, cause, response.status))
            return
        self.ledger.enter_captured(page)
        yield capture_of(response, row)

    def listing_failed(self, failure: Failure) -> Iterator[Request]:
        """Enter a listing page that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if (again := self._again(request, failure.value)) is not None:
            yield again
            return
        self.ledger.enter_lost_listing(request.url, str(failure.value))

    def release_failed(self, failure: Failure) -> Iterator[Request]:
        """Enter a release page that could not be fetched, or must not be."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error, page = failure.value, request.meta[RELEASE]
        if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
            self.ledger.enter_skipped(page, "robots")
        elif (again := self._again(request, error)) is not None:
            yield again
        else:
            cause = f"{type(error).__name__}: {error}".rstrip(": ")
            self.ledger.enter_failed(page, _failed(request, cause, None))

    def _again(self, request: Request, error: BaseException | None) -> Request | None:
        """A second request for a body that broke off, which Scrapy does not retry by itself."""
        if not isinstance(error, _BROKEN_BODY):
            return None
        return get_retry_request(request, spider=self, reason="broken_body")


def _failed(request: Request | None, cause: str, status: int | None) -> Failed:
    meta = request.meta if request else {}
    url = request.url if request else "unknown"
    attempts = meta.get("retry_times", 0) + 1
    return Failed(url=url, cause=cause, attempts=attempts, last_status=status)


def capture_of(response: Response, row: ListingRow | None = None) -> Capture:
    """Make a capture of a response."""
    archive, offset = response.meta.get("archive", (None, None))
    return Capture(
        url=response.url,
        status=response.status,
        content_type=_header(response, "Content-Type"),
        body=response.body,
        captured_at=_captured_at(response),
        archive=archive,
        offset=offset,
        row=row,
    )


def _captured_at(response: Response) -> str:
    """The archive's time of an archived page (RFC 7089), else now; whole seconds in UTC."""
    if at := response.meta.get("captured_at"):
        return str(at)
    try:
        moment = parsedate_to_datetime(_header(response, "Memento-Datetime") or "")
    except ValueError:
        moment = datetime.now(UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
