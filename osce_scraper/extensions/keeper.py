"""Keeps the pages of a small run, as they came, for whoever looks at them after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals

from osce_scraper.extensions.ledger import RELEASE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class Keeper:
    """Holds whole responses, so it is only for runs of a handful of pages."""

    def __init__(self) -> None:
        self.releases: list[Response] = []
        self.others: list[Response] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the keeper and let it see what the spider is given."""
        keeper = cls()
        crawler.signals.connect(keeper.received, signal=signals.response_received)
        return keeper

    def received(self, response: Response, request: Request) -> None:
        """Keep a page, apart by whether it was asked for as a release."""
        (self.releases if RELEASE in request.meta else self.others).append(response)
