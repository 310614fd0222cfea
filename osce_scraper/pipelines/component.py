"""What every pipeline is built with, and how it refuses a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from osce_scraper.errors import PageRefusedError
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.extensions.memory import Memory
from osce_scraper.items import Capture
from osce_scraper.reading import reject

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Pipeline:
    """A pipeline with the run's ledger, the site's address and the dataset's memory at hand."""

    def __init__(
        self, ledger: Ledger, site: str | None = None, memory: Memory | None = None
    ) -> None:
        self.ledger = ledger
        self.site = site
        self.memory = memory

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline.

        Raises:
            NotConfigured: If the extension that keeps the ledger is off.
        """
        ledger = crawler.get_extension(Ledger)
        if ledger is None:
            raise NotConfigured("the extension Ledger is off; see EXTENSIONS in settings.py")
        return cls(ledger, crawler.settings["OSCE_SITE"], crawler.get_extension(Memory))

    @contextmanager
    def refusing(self, capture: Capture) -> Iterator[None]:
        """Turn the core's refusal of a page into a rejected record and a dropped item.

        Scrapy's `DropItem` alone would leave nothing but a line in the log.

        Raises:
            DroppedPage: For a page that was refused.
        """
        try:
            yield
        except PageRefusedError as error:
            rejected = reject(capture, error)
            self.ledger.enter_rejected(rejected)
            raise DroppedPage(str(error), "rejected", rejected=rejected) from error
