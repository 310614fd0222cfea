"""A budget of requests: robots.txt, listings, retries and redirects count like any other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

REASON = "osce_max_requests"


class Budget:
    """Ends the crawl when the last request of the budget is under way."""

    def __init__(self, crawler: Crawler, most: int) -> None:
        self.crawler = crawler
        self.left = most
        self.closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the budget.

        Raises:
            NotConfigured: Where no budget was given.
        """
        most = crawler.settings.getint("OSCE_MAX_REQUESTS")
        if most <= 0:
            raise NotConfigured  # without words, which would be logged as a warning
        budget = cls(crawler, most)
        crawler.signals.connect(budget.begun, signal=signals.request_reached_downloader)
        return budget

    def begun(self) -> None:
        """Count a request; after the last one nothing new is begun."""
        self.left -= 1
        if self.left == 0:
            closing = self.crawler.engine.close_spider_async(reason=REASON)
            self.closing = asyncio.ensure_future(closing)  # kept, or it may be thrown away
