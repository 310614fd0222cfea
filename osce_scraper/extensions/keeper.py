"""Keeps the pages of a small run, as they came, for whoever looks at them after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals

from osce_scraper.extensions.ledger import RELEASE, asked_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class Keeper:
    """Holds whole responses, so it is only for runs of a handful of pages."""

    def __init__(self) -> None:
        self.releases: dict[str, Response] = {}
        """Release pages, by the addresses that were asked for."""
        self.others: list[Response] = []
        self.statuses: dict[str, int] = {}
        """The last status of each release page, of those too that were to be asked for again."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the keeper and let it see what the spider is given."""
        keeper = cls()
        crawler.signals.connect(keeper.received, signal=signals.response_received)
        crawler.signals.connect(keeper.downloaded, signal=signals.response_downloaded)
        return keeper

    def received(self, response: Response, request: Request) -> None:
        """Keep a page, apart by whether it was asked for as a release."""
        if RELEASE in request.meta:
            self.releases[asked_address(request)] = response
        else:
            self.others.append(response)

    def downloaded(self, response: Response, request: Request) -> None:
        """Note how a release page was answered."""
        if RELEASE in request.meta:
            self.statuses[asked_address(request)] = response.status
