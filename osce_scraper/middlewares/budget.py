"""A budget of requests: robots.txt, listings, retries and redirects count like any other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from osce_scraper.middlewares.stopping import StoppedError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request

REASON = "osce_max_requests"


class BudgetMiddleware:
    """Lets so many requests pass, and ends the crawl with the last one.

    It belongs next to the downloader: whatever a request asked for on its way, e.g. robots.txt,
    has been counted when it comes here.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        self.crawler = crawler
        self.left = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the budget.

        Raises:
            NotConfigured: Where no budget was given.
        """
        most = crawler.settings.getint("OSCE_MAX_REQUESTS")
        if most <= 0:
            raise NotConfigured  # without words, which would be logged as a warning
        return cls(crawler, most)

    def process_request(self, request: Request) -> None:  # noqa: ARG002 - any counts
        """Count a request; after the last one nothing new is begun.

        Raises:
            StoppedError: For one that the budget has no room for.
        """
        if self.left == 0:
            raise StoppedError("the budget of requests is spent")
        self.left -= 1
        if self.left == 0:
            closing = self.crawler.engine.close_spider_async(reason=REASON)
            self._closing = asyncio.ensure_future(closing)  # kept, or it may be thrown away
