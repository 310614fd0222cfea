"""The pace of a polite guest: one request at a time over all hosts, never faster than asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class PaceMiddleware:
    """Puts every request into one download slot and keeps the larger delay.

    Scrapy keeps a slot per host, so www, odihr and dushanbe would be asked in parallel, and it
    does not act on `Crawl-delay` by itself.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.slot: str = crawler.settings["OSCE_SLOT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware and let it see every robots.txt."""
        middleware = cls(crawler)
        crawler.stats.set_value("osce/delay", middleware.delay)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Put a request into the one slot."""
        request.meta["download_slot"] = self.slot

    def robots_parsed(self, robotparser: RobotParser) -> None:
        """Honour the site's Crawl-delay if it is larger than ours."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if asked is None or asked <= self.delay or self.crawler.settings.getbool("OSCE_ARCHIVE"):
            return
        self.delay = asked
        self.crawler.stats.set_value("osce/delay", asked)
        logger.info("robots.txt asks for a delay of %s s", asked)
        downloader = self.crawler.engine.downloader
        # A slot that stays idle is thrown away; the settings bring it back with this delay.
        downloader.per_slot_settings.setdefault(self.slot, {})["delay"] = asked
        if self.slot in downloader.slots:
            downloader.slots[self.slot].delay = asked
