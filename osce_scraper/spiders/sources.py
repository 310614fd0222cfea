"""How a page that was found is asked for, and what the answer gives: on the site, or in archives.

A copy in a public archive gives the capture that the archive made: under the address that the
archive fetched, at the time when it did, with the copy's own address as `archive`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scrapy.http import Request

from osce_scraper.archive.handler import COPY
from osce_scraper.archive.message import BrokenResponseError
from osce_scraper.archive.reader import read_record
from osce_scraper.archive.wayback import memento_address, restore
from osce_scraper.errors import PageLostError, UnreadableInputError
from osce_scraper.extensions.headers import header_of
from osce_scraper.normalise.addresses import canonical_url, fetch_address
from osce_scraper.spiders.responses import capture_of

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from osce_scraper.discovery.found import Found
    from osce_scraper.items import Capture

_NEWEST = "20991231235959"  # the archive gives the nearest capture; none is nearer than the newest


class Source(Protocol):
    """Where the release pages of a run are fetched from."""

    def request(self, found: Found) -> Request | None:
        """The request for a page; None where this source cannot have it."""

    def capture(self, response: Response, found: Found) -> Capture:
        """The page in an answer.

        Raises:
            PageLostError: If the answer is not the page but a failure to give it.
        """


def source_of(settings: BaseSettings) -> Source:
    """The source that a run's settings name (`OSCE_FROM`)."""
    if settings["OSCE_FROM"] == "wayback":
        return WaybackMachine(settings["OSCE_WAYBACK"], settings["OSCE_AT"])
    if settings["OSCE_FROM"] == "commoncrawl":
        return CommonCrawlFiles()
    return LiveSite(settings["OSCE_SITE"])


class LiveSite:
    """The site itself, or a mirror."""

    def __init__(self, site: str | None) -> None:
        self.site = site

    def request(self, found: Found) -> Request | None:
        """The request for a page; None for one that the mirror cannot hold."""
        url = fetch_address(found.url, self.site)
        return None if url is None else Request(url)

    def capture(self, response: Response, found: Found) -> Capture:
        """The page in an answer; one that is gone is a page too.

        Raises:
            PageLostError: If the server is in trouble, or wants to be left alone.
        """
        if response.status >= 500 or response.status == 429:
            raise PageLostError(f"the server answered {response.status}")
        return capture_of(response, found)


class WaybackMachine:
    """Captures in the Wayback Machine, their bytes as they were captured."""

    def __init__(self, base: str, at: str | None) -> None:
        """Choose the archive.

        Args:
            base: Address of the archive.
            at: Time in UTC to which copies that no index named should be nearest.
        """
        self.base = base
        self.timestamp = "".join(filter(str.isdigit, at)) if at else _NEWEST

    def request(self, found: Found) -> Request:
        """The request for a copy; for a page that no index named, for the nearest one."""
        address = memento_address(found.url, self.timestamp, self.base)
        return Request(found.copy.url if found.copy else address, meta={COPY: True})

    def capture(self, response: Response, found: Found) -> Capture:
        """The page as it was captured, an error page too.

        Raises:
            PageLostError: If the archive has no copy, or is in trouble.
        """
        time = header_of(response, "Memento-Datetime")
        capture = restore(capture_of(response, found), time, self.base)
        if capture is None:
            no_copy = "it has no copy" if response.status == 404 else "no copy came"
            raise PageLostError(f"the archive answered {response.status}: {no_copy}")
        return capture


class CommonCrawlFiles:
    """Records in the files of Common Crawl, each asked for by its place."""

    def request(self, found: Found) -> Request | None:
        """The request for a record; None for a page that no index named."""
        copy = found.copy
        if copy is None or copy.offset is None or copy.length is None:
            return None
        span = f"bytes={copy.offset}-{copy.offset + copy.length - 1}"
        # A file holds many pages, so its address is asked for many times.
        return Request(
            copy.url,
            headers={"Range": span, "Accept-Encoding": "identity"},
            meta={COPY: True},
            dont_filter=True,
        )

    def capture(self, response: Response, found: Found) -> Capture:
        """The page in a record.

        Raises:
            PageLostError: If the answer is not that record, or the record not whole.
        """
        copy = found.copy
        if copy is None or response.status != 206:
            raise PageLostError(f"the archive answered {response.status}, no part of a file")
        try:
            capture = read_record(response.body)
        except (BrokenResponseError, UnreadableInputError) as error:
            raise PageLostError(f"the record at byte {copy.offset} is broken: {error}") from error
        if canonical_url(capture.url or "") != found.url:
            raise PageLostError(f"the record at byte {copy.offset} is another page's")
        return capture.model_copy(update={"archive": copy.url, "offset": copy.offset})
